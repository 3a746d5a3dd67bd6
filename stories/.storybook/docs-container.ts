import { DocsContainer as BaseContainer } from '@storybook/addon-docs/blocks'
import { createContext, createElement as h, useEffect, useState, type ComponentProps, type ReactElement } from 'react'
import { GLOBALS_UPDATED } from 'storybook/internal/core-events'
import { themes } from 'storybook/theming'

/** Provides whether the documentation page uses the dark color scheme. */
export const DarkContext = createContext(false)

type Props = ComponentProps<typeof BaseContainer>

/** The container for documentation pages. It uses the color scheme selected in the toolbar. */
export function DocsContainer({ context, children }: Props): ReactElement {
  const { channel } = context
  const [scheme, setScheme] = useState(() => getScheme(context))
  useEffect(() => {
    const onGlobals = ({ globals }: { globals: Record<string, unknown> }): void => setScheme(String(globals.scheme))
    channel.on(GLOBALS_UPDATED, onGlobals)
    return () => channel.off(GLOBALS_UPDATED, onGlobals)
  }, [channel])
  const isDark = scheme === 'dark' || (scheme !== 'light' && matchMedia('(prefers-color-scheme: dark)').matches)
  const page = h(BaseContainer, { context, theme: isDark ? themes.dark : themes.light }, children)
  return h(DarkContext.Provider, { value: isDark }, page)
}

function getScheme(context: Props['context']): string {
  const [story] = context.componentStories()
  return story ? String(context.getStoryContext(story).globals.scheme) : 'light'
}
