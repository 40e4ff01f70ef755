import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { Button } from "@/components/ui/button";
import { Checkbox, FormFaults, TextArea } from "@/components/ui/field";
import { Failed, Loading } from "@/components/ui/states";
import { tell } from "@/components/ui/toasts";
import { api, body, type Answer } from "@/lib/api/client";
import { useSubmit } from "@/lib/faults";
import { useMay } from "@/lib/session";
import { useRenew } from "./directory";
import { Frame } from "./frame";
import { lines } from "./keys";

function Editor({ list }: { list: Answer<"/ip-allow-list", "get"> }) {
  const [text, setText] = useState(list.addresses.join("\n"));
  const [lockOut, setLockOut] = useState(false);
  const renew = useRenew();
  const may = useMay("IP_ALLOW_LIST", true);
  const { busy, submit, at, others } = useSubmit(["addresses"], async () => {
    const { data } = await api.POST("/ip-allow-list", { body: { addresses: lines(text), allow_lock_out: lockOut } });
    setText(data!.addresses.join("\n"));
    tell("List saved");
    await renew();
  });
  return (
    <form className="panel panel-body stack" onSubmit={(e) => void submit(e)} noValidate>
      <fieldset className="stack" disabled={!may}>
        <TextArea label="Addresses and ranges" rows={10} dir="ltr" className="control mono" value={text} fault={at("addresses")} onChange={(e) => setText(e.target.value)}
          hint={`One a line, as in 203.0.113.0/24 or 2001:db8::/32. Empty: from anywhere. You come from ${list.your_address}.`} />
        {at("addresses") && <Checkbox label="Save it although it locks me out" checked={lockOut} onChange={(e) => setLockOut(e.target.checked)} />}
        <FormFaults faults={others} />
        {may && <div className="form-foot"><Button kind="primary" type="submit" busy={busy}>Save</Button></div>}
      </fieldset>
    </form>
  );
}

export function Addresses() {
  const { data, error, refetch } = useQuery({ queryKey: ["house", "addresses"], queryFn: ({ signal }) => body(api.GET("/ip-allow-list", { signal })) });
  return (
    <Frame title="Allowed addresses" text="From where people and keys reach the institution.">
      {error ? <Failed error={error} again={() => void refetch()} /> : data ? <Editor list={data} /> : <Loading rows={5} />}
    </Frame>
  );
}
