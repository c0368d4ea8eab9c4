import type {} from './events.ts';

export { isAdmin } from './access.ts';
export { isPresent, offerLocalRegistration } from './enrolment.ts';
export { type MachineRow, machines } from './repository.ts';
export { machineNames, requireUsableMachine } from './service.ts';
