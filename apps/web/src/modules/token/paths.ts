/** Where Work leads to beside its sessions. */
export const apiTokensPath = '/work/api-tokens';
