export const machinesPath = '/manage/machines';
export const newMachinePath = `${machinesPath}/new`;
