/** What a person can do about an installation that failed. */
export type InstallAdvice = 'npm' | 'version' | 'rights' | 'space' | 'engine' | 'certificate' | 'network';

/** By npm's own codes, the most certain first: one that finds no network says much more besides. */
const signs: readonly [InstallAdvice, RegExp][] = [
  ['npm', /npm was not found|npm could not be run/],
  ['space', /\bENOSPC\b/],
  ['engine', /\bEBADENGINE\b/],
  ['version', /\b(ETARGET|E404)\b|No matching version/],
  ['rights', /\b(EACCES|EPERM)\b/],
  ['certificate', /SELF_SIGNED_CERT|UNABLE_TO_(GET_ISSUER|VERIFY)|CERT_HAS_EXPIRED|self-signed certificate/i],
  ['network', /\b(ENOTFOUND|ETIMEDOUT|ECONNREFUSED|ECONNRESET|EAI_AGAIN|EHOSTUNREACH)\b|network timeout/],
];

/** Null where nothing is known to help; what npm said stands beside it in any case. */
export const installAdvice = (error: string, output: string): InstallAdvice | null =>
  signs.find(([, sign]) => sign.test(error) || sign.test(output))?.[0] ?? null;

export interface NodeNeeded {
  needed: string;
  /** '' where the machine has none. */
  found: string;
}

/** What the agent says where a machine's Node is too old for a tool; null for any other error. */
export function nodeNeeded(error: string): NodeNeeded | null {
  const [, needed, rest = ''] = /needs Node (\d\S*) or newer(.*)/.exec(error) ?? [];
  if (needed === undefined) return null;
  return { needed, found: /this machine has (\d[^\s;,]*[^\s;,.])/.exec(rest)?.[1] ?? '' };
}
