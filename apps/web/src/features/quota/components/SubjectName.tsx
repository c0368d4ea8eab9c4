import { Avatar, Group, Text } from '@mantine/core';
import type { Quota, QuotaSubjectType } from '@open-ace/contracts/quota';
import { IconBuilding, IconFolder, IconLicense, type IconProps, IconUsersGroup } from '@tabler/icons-react';
import type { ComponentType } from 'react';
import { useTranslation } from 'react-i18next';
import { PersonAvatar } from '#modules/person/PersonAvatar.tsx';
import { subjectName } from '../quota-words.ts';

export const subjectIcons: Record<Exclude<QuotaSubjectType, 'user'>, ComponentType<IconProps>> = {
  tenant: IconBuilding,
  team: IconUsersGroup,
  project: IconFolder,
  plan: IconLicense,
};

export function SubjectMark({ subject: { type, name } }: { subject: Quota['subject'] }) {
  if (type === 'user') return <PersonAvatar name={name} />;
  const Icon = subjectIcons[type];
  return (
    <Avatar size={24} aria-hidden>
      <Icon size={14} />
    </Avatar>
  );
}

/** Whom a budget binds, with a mark of its kind. */
export function SubjectName({ subject }: { subject: Quota['subject'] }) {
  const { t } = useTranslation();
  const { type, name } = subject;
  return (
    <Group gap={10} wrap="nowrap">
      <SubjectMark subject={subject} />
      <Text span truncate fw={500} title={name}>
        {subjectName(subject, t)}
      </Text>
      {type !== 'user' && type !== 'tenant' && (
        <Text span truncate c="dimmed" size="xs" maw="45%">
          {t(`quota.subject.${type}`)}
        </Text>
      )}
    </Group>
  );
}
