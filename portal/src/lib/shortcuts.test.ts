import { expect, test } from "vitest";
import { chosen, pressed, type Shortcut } from "./shortcuts";

const none = { ctrlKey: false, metaKey: false, altKey: false, shiftKey: false };
const s = (keys: string, label = keys): Shortcut => ({ keys, label, run: () => {} });

test.each([
  [{ ...none, key: "j" }, "j"],
  [{ ...none, key: "?", shiftKey: true }, "?"],
  [{ ...none, key: "J", shiftKey: true }, "Shift+j"],
  [{ ...none, key: "k", ctrlKey: true }, "Control+k"],
  [{ ...none, key: "k", metaKey: true }, "Control+k"],
  [{ ...none, key: "Enter", shiftKey: true }, "Shift+Enter"],
])("%o is %s", (event, name) => expect(pressed(event)).toBe(name));

test("a sequence needs both of its keys", () => {
  const all = [s("g l"), s("l")];
  expect(chosen(all, "", "g")).toEqual({ begun: "g" });
  expect(chosen(all, "g", "l").run?.keys).toBe("g l");
  expect(chosen(all, "", "l").run?.keys).toBe("l");
  expect(chosen(all, "g", "x")).toEqual({ begun: "" });
});

test("a key that ends no sequence still means itself", () => {
  expect(chosen([s("g l"), s("j")], "g", "j").run?.keys).toBe("j");
});

test("the component that came last has the key", () => {
  expect(chosen([s("j", "list"), s("j", "dialog")], "", "j").run?.label).toBe("dialog");
});
