/** Where the rows behind a figure are; a feature does not import another one's pages. */
export const requestsPath = '/manage/usage/requests';
