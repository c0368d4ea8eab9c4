import type { AcpAgent } from '@open-ace/contracts/acp-agent';
import type { TFunction } from 'i18next';

/** The versions that an agent was tested with; '' where nobody has. */
export function testedWords({ from, below }: AcpAgent['tested'], t: TFunction): string {
  if (from !== '' && below !== '') return t('acpAgent.testedRange', { from, below });
  if (from !== '') return t('acpAgent.testedFromOn', { from });
  return below === '' ? '' : t('acpAgent.testedUpTo', { below });
}

/** How npm installs it in the version that it was tested with; '' where it comes from elsewhere. */
export const installLine = ({ package: name, tested }: Pick<AcpAgent, 'package' | 'tested'>): string =>
  name === '' ? '' : `npm install --global ${name}@${tested.from}`;
