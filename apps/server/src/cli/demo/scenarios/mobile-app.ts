import { ask, edit, grep, limit, plan, read, run, type Scenario, say, think, write } from '../scenario.ts';

const mobile = { project: 'mobile-app', model: 'claude-sonnet-4-5', ending: 'stopped' } as const;

export const cameraDenied: Scenario = {
  ...mobile,
  branch: 'fix/camera-denied',
  mode: 'auto-edit',
  steps: [
    ask('The app crashes when somebody denies the camera for the barcode scanner'),
    grep('requestPermission', 'src/scanner/useCamera.ts:14:  const { status } = await Camera.requestPermission();'),
    read(
      'src/scanner/useCamera.ts',
      12,
      'export function useCamera() {',
      '  useEffect(() => {',
      '    Camera.requestPermission().then(({ status }) => start(status!));',
      '  }, []);',
      '}',
    ),
    edit('src/scanner/useCamera.ts', 13, [
      '   useEffect(() => {',
      '-    Camera.requestPermission().then(({ status }) => start(status!));',
      '+    Camera.requestPermission().then(({ status }) => (status === "granted" ? start() : setDenied(true)));',
      '   }, []);',
    ]),
    run('yarn jest scanner', 'Run the tests of the scanner', 'PASS src/scanner/useCamera.test.tsx\nTests: 12 passed, 12 total', {
      seconds: 6.1,
      leave: 'allow_always',
    }),
    say(
      'Without the camera the scanner now says so and offers to type the number. The crash came from a `!` on a status that is missing on iOS when the person chooses *Don’t allow*.',
    ),
  ],
};

export const reactNative: Scenario = {
  ...mobile,
  branch: 'chore/rn-082',
  mode: 'full-auto',
  steps: [
    ask('Bump React Native to 0.82 and fix what breaks'),
    plan(0, 'Upgrade and install pods', 'Build both apps', 'Fix the tests'),
    run(
      'yarn up react-native@0.82.1 && cd ios && pod install',
      'Upgrade and install the pods',
      'Pod installation complete! There are 68 dependencies from the Podfile and 74 total pods installed.',
      { seconds: 94 },
    ),
    limit(31),
    plan(1, 'Upgrade and install pods', 'Build both apps', 'Fix the tests'),
    run(
      'yarn build:android',
      'Build for Android',
      'e: MainApplication.kt:31:27 Unresolved reference: ReactNativeHost\n\nBUILD FAILED in 1m 12s',
      { exitCode: 1, seconds: 72 },
    ),
    edit('android/app/src/main/java/shop/MainApplication.kt', 29, [
      '-  override val reactNativeHost: ReactNativeHost = DefaultReactNativeHost(this)',
      '+  override val reactHost: ReactHost by lazy { getDefaultReactHost(applicationContext, packages) }',
    ]),
    run('yarn build:android', 'Build for Android', 'BUILD SUCCESSFUL in 1m 40s', { seconds: 100 }),
    plan(2, 'Upgrade and install pods', 'Build both apps', 'Fix the tests'),
    run('yarn jest', 'Run all tests', 'Tests: 388 passed, 388 total', { seconds: 41 }),
    plan(null, 'Upgrade and install pods', 'Build both apps', 'Fix the tests'),
    say(
      'Both apps build with 0.82.1 and all 388 tests pass. One change was needed by hand: Android’s `ReactNativeHost` is gone, `ReactHost` takes its place.',
    ),
  ],
};

export const haptics: Scenario = {
  ...mobile,
  branch: 'feat/haptics',
  mode: 'auto-edit',
  steps: [
    ask('A short haptic tick when something is added to the cart'),
    edit('src/cart/AddButton.tsx', 9, [
      '   const add = async () => {',
      '     await cart.add(product);',
      '+    await Haptics.impactAsync(Haptics.ImpactFeedbackStyle.Light);',
      '   };',
    ]),
    say('The tick comes after the product is in the cart, not at the touch: it says that it worked. Phones without haptics ignore it.'),
  ],
};

export const startupTime: Scenario = {
  ...mobile,
  branch: 'perf/startup',
  mode: 'ask',
  steps: [
    ask('启动时间从 2.1 秒变成了 3.4 秒，帮我找原因'),
    run(
      'git log --oneline --since="3 weeks ago" -- src/app',
      'See what changed at start-up',
      'd81f0aa feat: remote config before first screen\n3b97c10 feat: new splash animation\n90ab77e chore: deps',
      { seconds: 0.2, leave: 'allow_once' },
    ),
    read(
      'src/app/start.ts',
      5,
      'export async function start() {',
      '  await loadFonts();',
      '  await remoteConfig.fetchAndActivate();',
      '  await restoreSession();',
      '  render(<App />);',
      '}',
    ),
    think('三个步骤依次等待。远程配置是新加的，网络慢时要一秒多；字体和会话互不依赖，可以同时进行。'),
    say('原因是 `d81f0aa`：首屏之前要等远程配置，平均 **1.2 秒**。其实首屏只用到一个开关，可以先用上次保存的值，再在后台更新。'),
    ask('好，就这样改。'),
    edit(
      'src/app/start.ts',
      5,
      [
        ' export async function start() {',
        '-  await loadFonts();',
        '-  await remoteConfig.fetchAndActivate();',
        '-  await restoreSession();',
        '+  remoteConfig.activateSaved();',
        '+  await Promise.all([loadFonts(), restoreSession()]);',
        '   render(<App />);',
        '+  void remoteConfig.fetchForNextStart();',
        ' }',
      ],
      { leave: 'allow_once' },
    ),
    say('已修改。在测试机上启动时间是 **1.9 秒**，比原来的 2.1 秒还快一点，因为字体和会话现在同时加载。'),
  ],
};

export const offlineCart: Scenario = {
  ...mobile,
  branch: 'feat/offline-cart',
  mode: 'auto-edit',
  steps: [
    ask('Keep the cart when the network is gone, and sync it afterwards'),
    write('src/cart/pending.ts', [
      'export interface PendingChange {',
      '  id: string;',
      '  productId: string;',
      '  delta: number;',
      '}',
      '',
      '/** In the order of their making; the server takes each id once. */',
      'export const pending = createStore<PendingChange[]>("cart.pending", []);',
    ]),
    run('yarn jest cart', 'Run the tests of the cart', 'Tests: 54 passed, 54 total', { seconds: 8.3, leave: 'allow_once' }),
    say(
      'Changes are kept on the phone with an id of their own and sent when the network is back. The server takes each id once, so nothing is added twice when an answer got lost.',
    ),
  ],
};
