import storyStatesTable from './states.json' with { type: 'json' }

/**
 * The states that are reviewed for each element, in addition to the dark, narrow and right-to-left variants, which
 * every element has.
 */
export const states = ['empty', 'loading', 'full', 'error', 'readOnly', 'tenThousandNodes', 'aMillionRows'] as const
export type State = (typeof states)[number]

/**
 * For each element and state, either the name of the story that shows it (`Empty`) or the reason that there is no such
 * story (`it has no rows`).
 */
export const storyStates: Readonly<Record<string, Readonly<Record<State, string>>>> = storyStatesTable
