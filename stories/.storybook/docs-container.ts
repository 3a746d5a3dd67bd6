import { DocsContainer as BaseContainer } from '@storybook/addon-docs/blocks'
import { createElement as h, useEffect, useState, type ComponentProps, type ReactElement } from 'react'
import { GLOBALS_UPDATED } from 'storybook/internal/core-events'
import { themes } from 'storybook/theming'

type Props = ComponentProps<typeof BaseContainer>

/** The frame of documentation pages, in the color scheme of the toolbar. */
export function DocsContainer({ context, children }: Props): ReactElement {
  const { channel } = context
  const [scheme, setScheme] = useState(() => schemeOf(context))
  useEffect(() => {
    const onGlobals = ({ globals }: { globals: Record<string, unknown> }): void => setScheme(String(globals.scheme))
    channel.on(GLOBALS_UPDATED, onGlobals)
    return () => channel.off(GLOBALS_UPDATED, onGlobals)
  }, [channel])
  const isDark = scheme === 'dark' || (scheme !== 'light' && matchMedia('(prefers-color-scheme: dark)').matches)
  return h(BaseContainer, { context, theme: isDark ? themes.dark : themes.light }, children)
}

function schemeOf(context: Props['context']): string {
  const [story] = context.componentStories()
  return story ? String(context.getStoryContext(story).globals.scheme) : 'light'
}
