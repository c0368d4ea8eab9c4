import type { Config } from '#platform/config';
import { AppError } from '#platform/errors';
import { isPrivateHost } from '#platform/outbound/addresses';

const refuse = (reason: string, message: string) => new AppError('INVALID', message, { reason, fields: { baseUrl: message } });

/**
 * The base URL in the form that we keep: without a slash at its end. Refuses what would carry a secret or lead to our own network; where
 * a name resolves to is checked again whenever we connect.
 */
export function soundBaseUrl(config: Config, text: string): string {
  const url = new URL(text);
  if (url.username || url.password) throw refuse('url_credentials', 'The base URL must not hold a user name or password.');
  if (url.search || url.hash) throw refuse('url_query', 'The base URL ends with its path: leave out what begins with ? or #.');
  if (!config.OPENACE_ALLOW_PRIVATE_UPSTREAMS) {
    if (url.protocol !== 'https:') throw refuse('url_plain_http', 'The base URL must begin with https://, or keys would travel readable.');
    if (isPrivateHost(url.hostname)) {
      throw refuse(
        'private_address',
        'This address is private. Start the server with OPENACE_ALLOW_PRIVATE_UPSTREAMS=true to allow providers on your own network.',
      );
    }
  }
  return `${url.origin}${url.pathname}`.replace(/\/+$/, '');
}
