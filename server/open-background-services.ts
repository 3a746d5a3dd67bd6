import { systemClock } from '@aw-flow/engine'
import type { Mailer } from './accounts/mailer.ts'
import type { Backend } from './backend.ts'
import type { BackendOptions } from './backend-options.ts'
import type { OpenedRuns } from './runs/open-runs.ts'
import type { Store } from './store/open-store.ts'

/** Services that the background services depend on. */
export interface BackgroundServiceDependencies extends Pick<OpenedRuns, 'runs' | 'notifications'> {
  store: Store
  accounts: Backend['accounts']
  audit: Backend['audit']
  mailer: Mailer
  withEgress: Backend['withEgress']
  onError(cause: unknown): void
}

/** Services that run at intervals in each process that serves the API. */
export interface BackgroundServices extends Pick<Backend, 'scheduleTicker'> {
  close(): Promise<void>
}

/**
 * Starts the background services: they start scheduled runs, send deliveries and notifications, dispatch events, scan
 * watched folders and aggregate runs for analytics.
 */
export async function openBackgroundServices(
  options: BackendOptions,
  { store, accounts, audit, runs, notifications, mailer, withEgress, onError }: BackgroundServiceDependencies,
): Promise<BackgroundServices> {
  const [
    { openScheduleTicker },
    { openDeliverySender },
    { openEventDispatcher },
    { openNotificationSender },
    { toPushSubject },
    { openWatchScanner },
    { openAggregator },
  ] = await Promise.all([
    import('./triggers/schedules/schedule-ticker.ts'),
    import('./outgoing/delivery-sender.ts'),
    import('./events/event-dispatcher.ts'),
    import('./notifications/notification-sender.ts'),
    import('./notifications/push-sender.ts'),
    import('./watches/watch-scanner.ts'),
    import('./analytics/aggregate-runs.ts'),
  ])
  const clock = systemClock
  const { now } = clock
  const { url, emailFrom } = options.accounts
  const backend = { store, accounts, audit, runs, notifications, withEgress }
  const scheduleTicker = openScheduleTicker({ ...options, backend, clock, onError })
  const services = [
    scheduleTicker,
    openDeliverySender({
      deliveries: store.openDeliveries(),
      clock,
      withEgress,
      random: Math.random,
      onError,
    }),
    openEventDispatcher({ ...options, backend, now, clock, onError }),
    openWatchScanner({ ...options, backend, now, onError }),
    openAggregator(store.openedDatabase.database, { clock, onError }),
    openNotificationSender({
      queue: store.openNotificationQueue(),
      mailer,
      push: { readKeys: store.readPushKeys, subject: toPushSubject(url, emailFrom), withEgress },
      url,
      clock,
      readRunEvents: (workspace, run) => store.forWorkspace(workspace).runs.readEvents(run),
      onError,
    }),
  ]
  return {
    scheduleTicker,
    async close() {
      await Promise.all(services.map((service) => service.close()))
    },
  }
}
