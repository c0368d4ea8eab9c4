/** Pages of Manage that Work leads to; a feature does not import another one's pages. */
export const machinesPath = '/manage/machines';
export const providerKeysPath = '/manage/provider-keys';
