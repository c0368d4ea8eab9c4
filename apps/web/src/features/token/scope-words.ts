import type { TokenScope } from '@open-ace/contracts/gateway';
import type { TFunction } from 'i18next';

/** The doors that a token opens, in words: every one, or those of some vendors. */
export function scopeWords(scopes: readonly TokenScope[], t: TFunction): string {
  if (scopes.length === 0 || scopes.includes('llm')) return t('token.scope.llm');
  return scopes.map((scope) => t(`token.scope.${scope}`)).join(', ');
}
