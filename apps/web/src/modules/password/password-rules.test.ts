import { NewPassword } from '@open-ace/contracts/auth';
import { expect, test } from 'vitest';
import { passwordRules } from './password-rules.ts';

test.each(['', 'Aa1', 'Abcdefg1', 'abcdefg1', 'ABCDEFG1', 'Abcdefgh', '12345678', 'Ünïcode9', 'пароЛь123', 'Aa1     ', '密码密码Aa1x'])(
  'the rules and the contract agree on "%s"',
  (password) => {
    const allPass = Object.values(passwordRules).every((passes) => passes(password));
    expect(allPass).toBe(NewPassword.safeParse(password).success);
  },
);
