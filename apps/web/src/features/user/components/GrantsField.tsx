import { Checkbox, Stack, Text } from '@mantine/core';
import { type Permission, type Role, rolePermissions } from '@open-ace/contracts/permissions';
import { useTranslation } from 'react-i18next';
import { DrawerSection } from '#ui/RowDrawer.tsx';
import { permissionGroups } from '../permission-groups.ts';
import classes from './GrantsField.module.css';

interface GrantsFieldProps {
  role: Role;
  grants: Permission[];
  readOnly: boolean;
  onChange: (grants: Permission[]) => void;
}

/** What a person may do beyond their role. What the role brings is shown as well, and cannot be taken away here. */
export function GrantsField({ role, grants, readOnly, onChange }: GrantsFieldProps) {
  const { t } = useTranslation();
  const ofRole = rolePermissions[role];
  const toggle = (permission: Permission, on: boolean) =>
    onChange((on ? [...grants, permission] : grants.filter((other) => other !== permission)).sort());

  return (
    <DrawerSection
      title={t('permission.title')}
      aside={
        <Text size="xs" c="dimmed">
          {t('permission.fromRole', { count: ofRole.length })}
        </Text>
      }
    >
      {role === 'admin' ? (
        <Text c="dimmed">{t('permission.all')}</Text>
      ) : (
        <Stack gap={12}>
          {permissionGroups.map(({ name, permissions }) => (
            <fieldset key={name} className={classes.group}>
              <legend className={classes.legend}>{t(`permission.group.${name}`)}</legend>
              {permissions.map((permission) => {
                const included = ofRole.includes(permission);
                return (
                  <Checkbox
                    key={permission}
                    label={t(`permission.${permission}`)}
                    checked={included || grants.includes(permission)}
                    disabled={included || readOnly}
                    onChange={(event) => toggle(permission, event.currentTarget.checked)}
                  />
                );
              })}
            </fieldset>
          ))}
        </Stack>
      )}
    </DrawerSection>
  );
}
