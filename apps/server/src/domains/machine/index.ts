import type {} from './events.ts';

export { isAdmin, mayManage } from './access.ts';
export { findAcpAgent } from './acp-agents.ts';
export { askAnew } from './ask-anew.ts';
export { auditedMachine } from './audited-machine.ts';
export { createRegistration, offerLocalRegistration } from './enrolment.ts';
export { historyPolicyOf } from './history-policy.ts';
export { setMember } from './members.ts';
export { isPresent } from './presence.ts';
export { type MachineRow, machines } from './repository.ts';
export { machineNames, requireRightToUse, requireUsableMachine, updateMachine } from './service.ts';
export { toolDefaultOf } from './tools.ts';
