import { Empty } from '@open-ace/contracts/common';
import { SystemInfo } from '@open-ace/contracts/system';
import { router, signedIn } from '#platform/trpc';
import { systemInfo } from './service.ts';

export const systemRouter = router({
  info: signedIn()
    .input(Empty.optional())
    .output(SystemInfo)
    .query(({ ctx }) => systemInfo(ctx)),
});
