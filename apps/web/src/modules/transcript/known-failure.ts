export type KnownFailure = 'providerKey' | 'quota' | 'overloaded' | 'connection';

/** What tools repeat of a provider's or our gateway's refusal, and what it comes to. */
const patterns: [RegExp, KnownFailure][] = [
  [/provider[ _]key|no (?:api |llm )?key (?:for|is)|invalid x-api-key/i, 'providerKey'],
  [/\b(?:budget|quota|credit balance|spending limit)\b/i, 'quota'],
  [/\b(?:529|503)\b|overloaded/i, 'overloaded'],
  [/ECONN\w+|ETIMEDOUT|ENOTFOUND|connection (?:error|dropped|refused|closed)|fetch failed/i, 'connection'],
];

/** Of `API Error: 403 {"error":{"message":"…"}}` the message, which is what people can read. */
export function spokenMessage(message: string): string {
  const quoted = /"message"\s*:\s*("(?:[^"\\]|\\.)*")/.exec(message)?.[1];
  if (!quoted) return message;
  const [prefix = ''] = message.split('{');
  const said: unknown = JSON.parse(quoted);
  return `${prefix.trim()} ${String(said)}`.trim();
}

/** A failure that we can say in words of our own; undefined where only the tool's own words are to be had. */
export function knownFailure(message: string): KnownFailure | undefined {
  return patterns.find(([pattern]) => pattern.test(message))?.[1];
}
