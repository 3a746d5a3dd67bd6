import type { ChargedAmounts, ExceededLimit, UsageLedger, UsageLimits } from '@aw-flow/engine'
import { createTabLock } from '../../tab-lock.ts'
import type { PrivateFolder } from './private-folder.ts'
import { readPrivateJson, writePrivateJson } from './private-json.ts'

interface Options {
  openRoot: () => Promise<PrivateFolder>
  /** Returns the current time, in ms since the Unix epoch. */
  now: () => number
  /** Runs `work` while no other tab changes the files. */
  runExclusive?: <T>(work: () => Promise<T>) => Promise<T>
}

/** The usage in one month. */
interface MonthUsage {
  /** The total of settled calls that are no longer listed. */
  earlier: ChargedAmounts
  /** The most recent calls, in order of reservation. */
  calls: { effect: string; amounts: ChargedAmounts; isSettled: boolean }[]
}

const folderName = 'aw-usage'
const lockTabs = createTabLock()
/**
 * The maximum number of settled calls that are listed individually, so that reserving one of them again replaces its
 * amounts instead of adding to them.
 */
const maxSettledCalls = 200
const limitNames = ['requests', 'toolCalls', 'inputTokens', 'outputTokens', 'cost', 'ms'] as const
const amountNames = [...limitNames, 'unpriced'] as const
const emptyUsage: MonthUsage = {
  earlier: { requests: 0, toolCalls: 0, inputTokens: 0, outputTokens: 0, cost: 0 },
  calls: [],
}

/**
 * Creates the usage ledger for model calls and tool calls by this origin's pages, with one file per month (UTC) in the
 * origin private file system. If the file system is unavailable or full, usage is counted in memory until the tab is
 * closed. Users can delete the files: the limits protect against mistakes, not against users.
 */
export function createPageUsage({
  openRoot,
  now,
  runExclusive = (work) => lockTabs('aw-usage', work),
}: Options): Omit<UsageLedger, 'readLimits'> {
  /** The usage of months whose file this tab could not read or write. */
  const unstoredUsage = new Map<string, MonthUsage>()
  /** The months of reservations that this tab has not settled yet, keyed by effect. */
  const reservedMonths = new Map<string, string>()
  const getCurrentMonth = (): string => new Date(now()).toISOString().slice(0, 7)

  const openFolder = async (): Promise<PrivateFolder> =>
    (await openRoot()).getDirectoryHandle(folderName, { create: true })

  const read = async (month: string): Promise<MonthUsage> => {
    const unstoredMonth = unstoredUsage.get(month)
    if (unstoredMonth) return unstoredMonth
    try {
      const storedUsage = await readPrivateJson(await openFolder(), `${month}.json`)
      return (storedUsage as MonthUsage | undefined) ?? emptyUsage
    } catch {
      unstoredUsage.set(month, emptyUsage)
      return emptyUsage
    }
  }

  const write = async (month: string, usage: MonthUsage): Promise<void> => {
    if (unstoredUsage.has(month)) return void unstoredUsage.set(month, usage)
    await openFolder()
      .then((folder) => writePrivateJson(folder, `${month}.json`, usage))
      .catch(() => unstoredUsage.set(month, usage))
  }

  return {
    reserve: (effect, estimate, limits) =>
      runExclusive(async () => {
        const month = getCurrentMonth()
        const usage = await read(month)
        const calls = usage.calls.filter((call) => call.effect !== effect)
        const exceededLimit = findExceededLimit(
          sumAmounts([usage.earlier, ...calls.map(({ amounts }) => amounts)]),
          estimate,
          limits,
        )
        if (exceededLimit) return exceededLimit
        reservedMonths.set(effect, month)
        await write(month, { ...usage, calls: [...calls, { effect, amounts: estimate, isSettled: false }] })
        return undefined
      }),
    settle: (effect, amounts) =>
      runExclusive(async () => {
        const month = reservedMonths.get(effect)
        if (month === undefined) return
        reservedMonths.delete(effect)
        const usage = await read(month)
        const calls = usage.calls.map((call) => (call.effect === effect ? { effect, amounts, isSettled: true } : call))
        const removedCalls = calls.filter(({ isSettled }) => isSettled).slice(0, -maxSettledCalls)
        await write(month, {
          earlier: sumAmounts([usage.earlier, ...removedCalls.map((call) => call.amounts)]),
          calls: calls.filter((call) => !removedCalls.includes(call)),
        })
      }),
  }
}

function findExceededLimit(
  usedAmounts: ChargedAmounts,
  estimate: ChargedAmounts,
  limits: UsageLimits,
): ExceededLimit | undefined {
  const limit = limitNames.find((name) => (usedAmounts[name] ?? 0) + (estimate[name] ?? 0) > (limits[name] ?? Infinity))
  return (
    limit && { scope: 'month', limit, used: usedAmounts[limit] ?? 0, needed: estimate[limit] ?? 0, max: limits[limit]! }
  )
}

const sumAmounts = (list: readonly ChargedAmounts[]): ChargedAmounts =>
  Object.fromEntries(
    amountNames.map((name) => [name, list.reduce((total, amounts) => total + (amounts[name] ?? 0), 0)]),
  ) as unknown as ChargedAmounts
