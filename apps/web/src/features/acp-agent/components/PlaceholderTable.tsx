import { Code } from '@mantine/core';
import { acpPlaceholders } from '@open-ace/contracts/acp-agent';
import { useTranslation } from 'react-i18next';
import { CopyIcon } from '#ui/CopyIcon.tsx';
import classes from './PlaceholderTable.module.css';

/** What may stand in place of what only a session has. */
export function PlaceholderTable() {
  const { t } = useTranslation();
  return (
    <table className={classes.table} aria-label={t('acpAgent.placeholders')}>
      <tbody>
        {acpPlaceholders.map((name) => {
          const written = `{${name}}`;
          return (
            <tr key={name}>
              <th scope="row">
                <span className={classes.name}>
                  <Code>{written}</Code>
                  <CopyIcon value={written} label={t('acpAgent.copyPlaceholder', { name: written })} />
                </span>
              </th>
              <td>{t(`acpAgent.placeholder.${name}`)}</td>
            </tr>
          );
        })}
      </tbody>
    </table>
  );
}
