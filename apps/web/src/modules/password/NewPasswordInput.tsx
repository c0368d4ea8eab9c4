import { PasswordInput, type PasswordInputProps } from '@mantine/core';
import { IconCircle, IconCircleCheckFilled } from '@tabler/icons-react';
import { useId } from 'react';
import { useTranslation } from 'react-i18next';
import classes from './NewPasswordInput.module.css';
import { passwordRuleNames, passwordRules } from './password-rules.ts';

interface NewPasswordInputProps extends PasswordInputProps {
  value: string;
}

/** A new password, with its rules ticked off while one types. */
export function NewPasswordInput({ value, ...input }: NewPasswordInputProps) {
  const { t } = useTranslation();
  const rulesId = useId();
  return (
    <div>
      <PasswordInput
        autoComplete="new-password"
        visibilityToggleButtonProps={{ 'aria-label': t('password.show') }}
        {...input}
        value={value}
        aria-describedby={rulesId}
      />
      <ul id={rulesId} className={classes.rules}>
        {passwordRuleNames.map((rule) => {
          const passed = passwordRules[rule](value);
          const Icon = passed ? IconCircleCheckFilled : IconCircle;
          return (
            <li key={rule} className={classes.rule} data-passed={passed || undefined}>
              <Icon size={14} aria-hidden />
              {t(`password.rule.${rule}`)}
              <span className="visuallyHidden">{passed ? t('password.met') : t('password.notMet')}</span>
            </li>
          );
        })}
      </ul>
    </div>
  );
}
