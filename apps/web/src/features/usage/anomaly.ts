import type { Anomaly } from '@open-ace/contracts/analysis';

/** In an address: which of the days on show is meant. */
export const anomalyKey = ({ kind, day, subject }: Pick<Anomaly, 'kind' | 'day' | 'subject'>) =>
  encodeURIComponent([day, kind, ...(subject ? [subject] : [])].join(' '));

export const severityColor = (severity: Anomaly['severity']) => `var(--ace-severity-${severity})`;
