import type {} from './events.ts';

export { isAdmin } from './access.ts';
export { offerLocalRegistration } from './enrolment.ts';
export { isPresent } from './presence.ts';
export { type MachineRow, machines } from './repository.ts';
export { machineNames, requireUsableMachine } from './service.ts';
