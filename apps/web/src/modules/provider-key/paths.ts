/** Where Work leads to when a key is missing; a feature does not import another one's pages. */
export const providerKeysPath = '/manage/provider-keys';
