import { shown } from "../core/shown";
import { resourceGroupNameProblems } from "../registry/registry-rules";
import { Mistake } from "../yaml/mistake";
import { textAt } from "../yaml/values";

/** Refuses a place for the state that Azure has no such name for. */
export function backendMistakes(file: unknown): Mistake[] {
  const at = (key: string, rule: (text: string) => string[]): Mistake[] => {
    const text = textAt(file, "backend", key);
    return text === undefined
      ? []
      : rule(text).map((message) => ({ path: ["backend", key], message }));
  };
  return [
    ...at("resourceGroup", (text) => resourceGroupNameProblems(text).map(({ message }) => message)),
    ...Object.entries(RULES).flatMap(([key, [form, rule]]) =>
      at(key, (text) => (form.test(text) ? [] : [`${shown(text)} is not ${rule}`])),
    ),
  ];
}

/**
 * Source: Microsoft's "Naming rules and restrictions for Azure resources". A blob may have any
 * character in its name; those that a shell or a terminal takes for its own have no use there.
 */
const RULES: Record<string, [form: RegExp, rule: string]> = {
  storageAccount: [
    /^[a-z0-9]{3,24}$/,
    "the name of a storage account: 3 to 24 lower-case letters and digits",
  ],
  container: [
    /^(?=.{3,63}$)[a-z0-9]+(?:-[a-z0-9]+)*$/,
    'the name of a container: 3 to 63 lower-case letters, digits and single "-", with a letter or digit at both ends',
  ],
  key: [
    /^[\p{L}\p{N} /._:@=+~(),-]{0,1023}[\p{L}\p{N}_:@=+~(),-]$/u,
    'the name of a blob to keep state in: 1 to 1024 letters, digits, blanks and any of / . _ : @ = + ~ ( ) , -, without "/" or "." at the end, as in shop/registry-access.tfstate',
  ],
};
