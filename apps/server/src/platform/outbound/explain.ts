const words: Record<string, string> = {
  ERR_PRIVATE_ADDRESS: 'its address is private; the server must be started with OPENACE_ALLOW_PRIVATE_UPSTREAMS to reach it',
  ENOTFOUND: 'its name does not exist in DNS',
  EAI_AGAIN: 'its name could not be resolved; the server may have no DNS or no network',
  ECONNREFUSED: 'nothing listens at its address',
  ECONNRESET: 'it closed the connection',
  EHOSTUNREACH: 'there is no route to it',
  ENETUNREACH: 'there is no route to it',
  ETIMEDOUT: 'it did not answer in time',
  UND_ERR_CONNECT_TIMEOUT: 'it did not answer in time',
  UND_ERR_HEADERS_TIMEOUT: 'it did not answer in time',
  UND_ERR_BODY_TIMEOUT: 'it did not answer in time',
  UND_ERR_SOCKET: 'it closed the connection',
  TimeoutError: 'it did not answer in time',
};

const certificate = /^(CERT_|ERR_TLS|DEPTH_ZERO|SELF_SIGNED|UNABLE_TO_(VERIFY|GET)|HOSTNAME_MISMATCH|ERR_SSL|EPROTO)/;

function codeOf(error: unknown): string {
  if (!(error instanceof Error)) return '';
  return 'code' in error && typeof error.code === 'string' ? error.code : error.name;
}

export const isTimeout = (error: unknown): boolean => words[codeOf(error)] === words.ETIMEDOUT;

/** Why a server could not be reached, for the end of a sentence. It holds nothing but words of ours. */
export function whyUnreachable(error: unknown): string {
  const code = codeOf(error);
  if (certificate.test(code)) return 'its TLS certificate is not trusted; set NODE_EXTRA_CA_CERTS where your company has a CA of its own';
  return words[code] ?? 'the connection failed';
}
