import { Refusal } from '../refusal.ts';

/** Options of a CLI that an administrator may add to its command line; all others are the driver's to decide, or lead around it. */
export interface Addable {
  /** Options that take no value, and options that take one or more. */
  readonly flags: readonly string[];
  readonly options: readonly string[];
}

/** The arguments as they are, once each is known to be harmless. Throws a Refusal that names the first that is not. */
export function addable(args: readonly string[], { flags, options }: Addable, cli: string): readonly string[] {
  let takesValue = false;
  for (const arg of args) {
    const [name = ''] = arg.split('=');
    const isOption = arg.startsWith('-');
    if (isOption ? !isAllowed(arg, name) : !takesValue) throw refusal(arg, cli, [...flags, ...options]);
    takesValue = isOption ? options.includes(arg) : takesValue;
  }
  return args;

  function isAllowed(arg: string, name: string): boolean {
    return flags.includes(arg) || options.includes(name);
  }
}

const refusal = (arg: string, cli: string, known: readonly string[]) =>
  new Refusal(
    `The argument ${JSON.stringify(arg.slice(0, 100))} cannot be added to ${cli}. Of its options these can: ${known.join(', ')}. Change the tool's defaults under Manage, Machines.`,
  );
