import { ActionIcon, FocusTrap, Group, Title } from '@mantine/core';
import { useMediaQuery } from '@mantine/hooks';
import { IconX } from '@tabler/icons-react';
import { type ReactNode, useEffect, useId, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { phone } from './breakpoints.ts';
import classes from './RowDrawer.module.css';

interface RowDrawerProps {
  title: string;
  /** State or badge beside the title. */
  status?: ReactNode;
  /** Icon actions, before the closing one. */
  actions?: ReactNode;
  onClose: () => void;
  /** Stays in sight below the content. */
  footer?: ReactNode;
  children: ReactNode;
}

/**
 * What a row holds, beside its list: the list stays usable and gives way where there is room. On a phone it covers the
 * page and keeps the focus. It takes the focus when it opens and returns it when it closes.
 */
export function RowDrawer({ title, status, actions, onClose, footer, children }: RowDrawerProps) {
  const { t } = useTranslation();
  const coversPage = useMediaQuery(phone, undefined, { getInitialValueInEffect: false });
  const titleId = useId();
  const heading = useRef<HTMLHeadingElement>(null);

  useEffect(() => {
    const opener = document.activeElement;
    heading.current?.focus({ preventScroll: true });
    return () => {
      if (opener instanceof HTMLElement && opener.isConnected) opener.focus({ preventScroll: true });
    };
  }, []);

  useEscape(onClose);

  return (
    <FocusTrap active={coversPage === true}>
      <div
        {...(coversPage
          ? { role: 'dialog', 'aria-modal': true, 'aria-labelledby': titleId }
          : { role: 'complementary', 'aria-labelledby': titleId })}
        data-row-drawer
        className={classes.drawer}
      >
        <Group gap={10} wrap="nowrap" className={classes.header}>
          <Title ref={heading} order={2} id={titleId} tabIndex={-1} data-autofocus className={classes.title}>
            {title}
          </Title>
          {status}
          <Group gap={2} wrap="nowrap" ml="auto">
            {actions}
            <ActionIcon aria-label={t('action.close')} onClick={onClose}>
              <IconX size={17} />
            </ActionIcon>
          </Group>
        </Group>
        <div className={classes.body}>{children}</div>
        {footer && <div className={classes.footer}>{footer}</div>}
      </div>
    </FocusTrap>
  );
}

const above = '[aria-modal="true"]:not([data-row-drawer]), [role="menu"], [data-expanded]:focus';

/** Escape closes what lies above the drawer first. That is gone before the key bubbles, so it is looked for while the key is captured. */
function useEscape(onClose: () => void) {
  const close = useRef(onClose);
  close.current = onClose;
  useEffect(() => {
    let isForUs = false;
    const look = ({ key }: KeyboardEvent) => {
      isForUs = key === 'Escape' && document.querySelector(above) === null;
    };
    const act = (event: KeyboardEvent) => {
      if (isForUs && event.key === 'Escape' && !event.defaultPrevented) close.current();
    };
    window.addEventListener('keydown', look, true);
    window.addEventListener('keydown', act);
    return () => {
      window.removeEventListener('keydown', look, true);
      window.removeEventListener('keydown', act);
    };
  }, []);
}

interface DrawerSectionProps {
  title: string;
  aside?: ReactNode;
  children: ReactNode;
}

export function DrawerSection({ title, aside, children }: DrawerSectionProps) {
  return (
    <section className={classes.section} aria-label={title}>
      <Group justify="space-between" mb={8}>
        <Title order={3}>{title}</Title>
        {aside}
      </Group>
      {children}
    </section>
  );
}
