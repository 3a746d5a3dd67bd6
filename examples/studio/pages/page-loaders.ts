import type { Route } from '../shell/router.ts'

/** Each page comes with its own address first, and all the others in the first quiet moment: then the server may go. */
export const pageLoaders: Record<Exclude<Route['page'], 'missing'>, () => Promise<unknown>> = {
  home: () => import('./home-page.ts'),
  data: () => import('./data-page.ts'),
  workflows: () => import('./workflows-page.ts'),
  new: () => import('./workflow-page.ts'),
  workflow: () => import('./workflow-page.ts'),
  runs: () => import('./runs-page.ts'),
  run: () => import('./run-page.ts'),
  results: () => import('./results-page.ts'),
  compare: () => import('./compare-page.ts'),
  validation: () => import('./validation-page.ts'),
  settings: () => import('./settings-page.ts'),
  trash: () => import('./trash-page.ts'),
  help: () => import('./help-page.ts'),
  tour: () => import('./tour-page.ts'),
  templates: () => import('./templates-page.ts'),
}

/** Fetches every page; those that fail are fetched again when somebody goes there. */
export async function loadAllPages(): Promise<void> {
  await Promise.allSettled(Object.values(pageLoaders).map((load) => load()))
}
