import { PgBoss } from 'pg-boss'
import { withAdvisoryLock } from '../store/database/migrate.ts'
import type { OpenedDatabase } from '../store/database/open-database.ts'

/** A queued run. */
export interface RunJob {
  id: string
  workflowId: string
  priority: number
}

/** A job that this process has claimed. The process must complete it or keep it alive. */
export interface ClaimedJob {
  job: string
  run: string
}

/**
 * The order of queued runs, implemented with pg-boss: by priority, then by age, with concurrency limits. A job is only
 * a hint that a run is due; the row of the run is authoritative, so jobs may be lost or duplicated.
 */
export interface JobQueue {
  /** Whether the number of concurrent runs is limited. Then runs are only claimed with a job. */
  readonly isLimited: boolean
  /** Adds jobs. A run that is queued or in progress is not added twice. */
  add(jobs: readonly RunJob[]): Promise<void>
  claim(maxJobs: number): Promise<ClaimedJob[]>
  complete(jobs: readonly string[]): Promise<void>
  /** Keeps jobs alive. */
  heartbeat(jobs: readonly string[]): Promise<void>
  /** Deletes all jobs, for a store that only this process uses. */
  reset(): Promise<void>
  close(): Promise<void>
}

export interface JobQueueOptions {
  /** Maximum concurrent runs of one workflow across all processes; 0: no limit. */
  maxRunsPerWorkflow: number
  /** Maximum concurrent runs across all processes; 0: no limit. */
  maxTotalRuns?: number
  onFault(cause: unknown): void
}

const queue = 'runs'
/** Advisory lock for claiming jobs while they are counted. */
const claimLock = '6022140762'
const schema = 'aw_queue'

export async function openJobQueue(
  openedDatabase: OpenedDatabase,
  { maxRunsPerWorkflow, maxTotalRuns = 0, onFault }: JobQueueOptions,
): Promise<JobQueue> {
  const isLimited = maxRunsPerWorkflow > 0 || maxTotalRuns > 0
  const isShared = openedDatabase.kind === 'postgres'
  const boss = new PgBoss({
    db: { executeSql: async (text, values) => ({ rows: await openedDatabase.execute(text, values) }) },
    backend: openedDatabase.kind,
    schema,
    schedule: false,
    // Returns jobs of dead workers; a single process cannot leave any.
    superviseIntervalSeconds: isShared ? 4 : 60,
    monitorIntervalSeconds: isShared ? 4 : 60,
    maintenanceIntervalSeconds: 60,
    monitorVacuum: false,
  })
  boss.on('error', onFault)
  // Several servers can start at the same time on an empty database.
  await withAdvisoryLock(openedDatabase, async () => {
    await boss.start()
    await boss.createQueue(queue, {
      policy: 'exclusive',
      heartbeatSeconds: 10,
      expireInSeconds: 23 * 3600,
      retryLimit: 1000,
      retryDelay: 0,
      deleteAfterSeconds: 60,
      retentionSeconds: 30 * 24 * 3600,
    })
  })
  const fetchJobs = async (maxJobs: number): Promise<ClaimedJob[]> => {
    const limit = maxRunsPerWorkflow > 0 ? { groupConcurrency: maxRunsPerWorkflow } : {}
    const jobs = await boss.fetch<{ run: string }>(queue, { batchSize: maxJobs, ...limit })
    return jobs.map(({ id, data }) => ({ job: id, run: data.run }))
  }
  /** Returns the number of jobs that may still be claimed. The counts of pg-boss itself are up to a minute old. */
  const readCapacity = async (): Promise<number> => {
    if (maxTotalRuns === 0) return Infinity
    const active = await openedDatabase.execute(
      `select count(*)::int as count from ${schema}.job where name = $1 and state = 'active'`,
      [queue],
    )
    return maxTotalRuns - Number(active[0]!.count)
  }
  return {
    isLimited,
    async add(jobs) {
      if (jobs.length === 0) return
      await boss.insert(
        queue,
        jobs.map(({ id, workflowId, priority }) => ({
          singletonKey: id,
          priority,
          data: { run: id },
          group: { id: workflowId },
        })),
        { returnId: false },
      )
    },
    async claim(maxJobs) {
      if (!isLimited) return fetchJobs(maxJobs)
      const claimWithinLimit = async (): Promise<ClaimedJob[]> => {
        const count = Math.min(maxJobs, await readCapacity())
        return count > 0 ? fetchJobs(count) : []
      }
      // Two concurrent claims would both see the same capacity.
      return withAdvisoryLock(openedDatabase, claimWithinLimit, claimLock)
    },
    async complete(jobs) {
      if (jobs.length > 0) await boss.complete(queue, [...jobs])
    },
    async heartbeat(jobs) {
      if (jobs.length > 0) await boss.touch(queue, [...jobs])
    },
    reset: () => boss.deleteAllJobs(queue),
    close: () => boss.stop({ graceful: false, close: false }),
  }
}
