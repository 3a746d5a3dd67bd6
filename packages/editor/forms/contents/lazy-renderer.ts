import type { TemplateResult } from 'lit'

/** Renders a field in a language, or returns `undefined` until its module and strings are loaded. */
export type LazyRenderer<Input> = (input: Input, language: string, refresh: () => void) => TemplateResult | undefined

/**
 * Creates a renderer whose module and strings are loaded when the first field is shown.
 *
 * @param load - Loads the renderer for a language.
 */
export function createLazyRenderer<Input>(
  load: (language: string) => Promise<(input: Input) => TemplateResult>,
): LazyRenderer<Input> {
  const renderers = new Map<string, ((input: Input) => TemplateResult) | undefined>()
  /** Callbacks of the fields shown while loading, called to render the fields again once loading has finished. */
  const pendingRefreshes = new Set<() => void>()
  const startLoading = async (language: string): Promise<void> => {
    renderers.set(language, undefined)
    renderers.set(language, await load(language))
    for (const refresh of pendingRefreshes) refresh()
    pendingRefreshes.clear()
  }
  return (input, language, refresh) => {
    const render = renderers.get(language)
    if (render) return render(input)
    if (!renderers.has(language)) void startLoading(language)
    pendingRefreshes.add(refresh)
    return undefined
  }
}
