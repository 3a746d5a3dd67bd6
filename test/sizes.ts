/**
 * How large every suite is, in one place. `npm test` takes `daily`, `test:quick` takes `quick`, `test:long` the sizes
 * that the issues name. No suite has another place where it can be made smaller; which suites a level has is in
 * `run.mjs`, and which of those in a browser the quick one leaves to their native twins in `web-test-runner.config.mjs`.
 */
const table = {
  /** Cases of a property test. */
  propertyRuns: { quick: 50, daily: 200, long: 10_000 },
  /** Random runs that are killed at every event. */
  killedRuns: { quick: 10, daily: 10, long: 200 },
  /** The same with loops, sub-workflows and waiting in them, which have several times the events. */
  killedLogicRuns: { quick: 2, daily: 3, long: 100 },
  /** Cases of a property test that loads a file into DuckDB each time. */
  databaseRuns: { quick: 5, daily: 8, long: 500 },
  /** Cases of a property test that asks the server each time. */
  requestRuns: { quick: 25, daily: 60, long: 2_000 },
  /** Rows of the large table that is loaded, prepared and shown in the page. */
  largeRows: { quick: 10_000, daily: 250_000, long: 1_000_000 },
  /** Rows that every table node works on, in the page and natively. */
  everythingRows: { quick: 2_000, daily: 2_000, long: 100_000 },
  /** Nodes of the large graph on the canvas. */
  largeGraph: { quick: 1_000, daily: 10_000, long: 10_000 },
  /** Points of the graph that is drawn on the GPU, which is a slow one in tests. */
  drawnPoints: { quick: 2_000, daily: 25_000, long: 100_000 },
  /** Files that do harm where a loader is careless, and the megabytes of the large ones among them. */
  hostileFiles: { quick: 20, daily: 24, long: 500 },
  hostileMegabytes: { quick: 2, daily: 4, long: 100 },
  /** Of a long list of fixed cases (attempts to break out, corpora, labelled files) every n-th is taken. */
  everyNth: { quick: 10, daily: 1, long: 1 },
  /** Of those that take seconds each, every n-th is taken, in each turn others. */
  slowEveryNth: { quick: 6, daily: 3, long: 1 },
  /** Of those that run natively as well, the page takes every n-th, in each turn others. */
  pageEveryNth: { quick: 6, daily: 3, long: 1 },
  /** Of the files whose results in page, server and command line are compared end to end, every n-th is, in each turn others. */
  equalEveryNth: { quick: 12, daily: 3, long: 1 },
  /** How long an attempt that never ends may take before it is ended, in milliseconds. */
  endlessMs: { quick: 100, daily: 100, long: 2_000 },
  /** Characters of a text that a statement makes again and again; DuckDB ends between 2,048 of them, never within. */
  repeated: { quick: 10_000, daily: 100_000, long: 1_000_000 },
  /** How often an editor is put on a page and taken away. */
  mounts: { quick: 5, daily: 8, long: 100 },
  /** Of twenty random moments of a run at which a tab is killed, every n-th is taken, in each turn others. */
  killedTabEveryNth: { quick: 20, daily: 10, long: 1 },
  /** In how many looks each page of the studio is looked at: light, dark, narrow, wide. */
  looks: { quick: 1, daily: 2, long: 4 },
  /** Of the stories of the catalogue, every n-th is played, in each turn others. */
  storyEveryNth: { quick: 10, daily: 2, long: 1 },
  /** Of the looks in which what opens, waits and fails is looked at, every n-th is taken, in each turn another. */
  partLookEveryNth: { quick: 3, daily: 3, long: 1 },
  /** Of the studio's further scenarios, every n-th is done, in each turn others. */
  furtherEveryNth: { quick: 8, daily: 3, long: 1 },
  /** Of the studio's five scenarios, every n-th is done again with the server stopped, in each turn others. */
  planOfflineEveryNth: { quick: 5, daily: 3, long: 1 },
  /** Of the further ones, every n-th, in each turn the same. */
  offlineEveryNth: { quick: 20, daily: 6, long: 1 },
  /** Of the same, every n-th is done with a server that keeps and runs everything; the five of the plan always are. */
  serverEveryNth: { quick: 20, daily: 6, long: 1 },
  /** Columns of the widest table that is checked, profiled and prepared. */
  wideColumns: { quick: 60, daily: 150, long: 1_000 },
  /** Dirty copies of each real table in which errors are looked for. */
  dirtyCopies: { quick: 1, daily: 2, long: 10 },
  /** Runs under way while servers and workers are killed, and how often one is. */
  serverKillRuns: { quick: 5, daily: 10, long: 100 },
  serverKills: { quick: 1, daily: 1, long: 20 },
  /** How long the database is gone, in milliseconds. */
  outageMs: { quick: 500, daily: 1_000, long: 60_000 },
  /** Files that go through a server whose storage fails half of its requests. */
  storageFiles: { quick: 1, daily: 2, long: 40 },
} as const

export type Level = 'quick' | 'daily' | 'long'

const globals = globalThis as { process?: { env: Record<string, string | undefined> } }
// In the page there is no process: Vite hands level and turn on.
const asked: unknown = globals.process?.env.AW_TEST_LEVEL ?? import.meta.env?.AW_TEST_LEVEL
const askedTurn: unknown = globals.process?.env.AW_TEST_TURN ?? import.meta.env?.AW_TEST_TURN

export const level: Level = asked === 'quick' || asked === 'long' ? asked : 'daily'

/** The sizes of this level. */
export const sizes = Object.fromEntries(Object.entries(table).map(([name, bySize]) => [name, bySize[level]])) as Record<
  keyof typeof table,
  number
>

/** The seed of every property test; a case that failed once is kept as a test of its own. */
export const seed = 20261120

/** The share of a list of fixed cases that this level takes: all, or some from its whole length. */
export const shareOf = <T>(cases: readonly T[]): T[] => cases.filter((_, index) => index % sizes.everyNth === 0)

/**
 * Which of the cases that take turns come: `AW_TEST_TURN`, else always the same ones, so that a commit is not green on one
 * day and red on the next.
 */
export const turn = Number(askedTurn ?? 0)

/** Every n-th of a list of fixed cases, in each turn others; where n is 1, all. Never none. */
export const inTurn = <T>(cases: readonly T[], everyNth: number): T[] => {
  const step = Math.min(everyNth, cases.length)
  return cases.filter((_, index) => (index + turn) % step === 0)
}

/** `shareOf` cases that take seconds each: in each turn others. */
export const slowShareOf = <T>(cases: readonly T[]): T[] => inTurn(shareOf(cases), sizes.slowEveryNth)

/** `shareOf` cases that run natively and in the page: there, in each turn others. */
export const twinShareOf = <T>(cases: readonly T[]): T[] =>
  globals.process ? shareOf(cases) : inTurn(shareOf(cases), sizes.pageEveryNth)
