import { GatewaySettings } from '@open-ace/contracts/gateway';

/** A row of the list of aliases, while it is being typed. */
export interface AliasRow {
  /** Tells rows apart while they come and go. */
  key: string;
  alias: string;
  model: string;
}

/** What is wrong with a field: `name` is no name of a model, `twice` stands in a row before as well. */
export type AliasFault = 'name' | 'twice';

const { alias: nameRule } = GatewaySettings.shape.aliases.element.shape;

const isBlank = ({ alias, model }: AliasRow) => alias.trim() === '' && model.trim() === '';

/** By the form's names of the fields: `aliases.2.alias`. Rows in which nothing was typed are left out, as they are when the list is sent. */
export function aliasFaults(rows: readonly AliasRow[]): Record<string, AliasFault> {
  const faults: Record<string, AliasFault> = {};
  const seen = new Set<string>();
  rows.forEach((row, index) => {
    if (isBlank(row)) return;
    const name = row.alias.trim();
    if (!nameRule.safeParse(name).success) faults[`aliases.${index}.alias`] = 'name';
    else if (seen.has(name)) faults[`aliases.${index}.alias`] = 'twice';
    if (!nameRule.safeParse(row.model.trim()).success) faults[`aliases.${index}.model`] = 'name';
    seen.add(name);
  });
  return faults;
}

/** As the server takes them. */
export const aliasesOf = (rows: readonly AliasRow[]): GatewaySettings['aliases'] =>
  rows.filter((row) => !isBlank(row)).map(({ alias, model }) => ({ alias: alias.trim(), model: model.trim() }));
