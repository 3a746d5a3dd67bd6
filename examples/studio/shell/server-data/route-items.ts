import type { CallOptions, RouteName, RouteResponse, ServerApi } from '@aw-flow/client'

/** The routes that respond with a list. */
type ListRoute = {
  [Name in RouteName]: RouteResponse<Name> extends { items: readonly unknown[] } ? Name : never
}[RouteName]

/** An item of a list, as the server returns it. */
export type RouteItem<Name extends ListRoute> = RouteResponse<Name>['items'][number]

/** A function that loads the items of a list. */
export type LoadItems<Name extends ListRoute, Args extends readonly unknown[] = []> = (
  api: ServerApi,
  ...args: Args
) => Promise<readonly RouteItem<Name>[]>

/**
 * Returns a function that loads the items of a list. Its further arguments are those of `options`.
 *
 * @example
 *   const listWatches = loadItems('GET /api/v1/watches', () => ({}))
 *   const listStarts = loadItems('GET /api/v1/schedules/{id}/starts', (id: string) => ({ path: { id } }))
 */
export const loadItems =
  <Name extends ListRoute, Args extends readonly unknown[]>(
    route: Name,
    options: (...args: Args) => CallOptions<Name>,
  ): LoadItems<Name, Args> =>
  async (api, ...args) =>
    ((await api.call(route, options(...args))).value as { items: RouteItem<Name>[] }).items
