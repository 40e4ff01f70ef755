// Passkeys by the browser's own JSON forms (WebAuthn level 3), which the API takes as they are.

export const passkeysWork = () =>
  typeof PublicKeyCredential !== "undefined" && "parseCreationOptionsFromJSON" in PublicKeyCredential && "toJSON" in PublicKeyCredential.prototype;

// What the person, the browser or the device declined, in words.
export class Declined extends Error {
  constructor(reason: unknown) {
    const name = reason instanceof DOMException ? reason.name : "";
    super(
      name === "InvalidStateError" ? "This device holds a passkey of yours already." :
      name === "SecurityError" ? "Passkeys don’t work under this address." :
      "No passkey was used. Try again, or choose another way.",
    );
  }
}

type Json = Record<string, unknown>;

export async function makePasskey(options: Json): Promise<Json> {
  try {
    const publicKey = PublicKeyCredential.parseCreationOptionsFromJSON(options as unknown as PublicKeyCredentialCreationOptionsJSON);
    return ((await navigator.credentials.create({ publicKey })) as PublicKeyCredential).toJSON() as unknown as Json;
  } catch (e) {
    throw new Declined(e);
  }
}

export async function showPasskey(options: Json): Promise<Json> {
  try {
    const publicKey = PublicKeyCredential.parseRequestOptionsFromJSON(options as unknown as PublicKeyCredentialRequestOptionsJSON);
    return ((await navigator.credentials.get({ publicKey })) as PublicKeyCredential).toJSON() as unknown as Json;
  } catch (e) {
    throw new Declined(e);
  }
}
