import {
  Canvas,
  Controls,
  Description,
  DocsContext,
  Heading,
  Source,
  Subheading,
  Subtitle,
  Title,
} from '@storybook/addon-docs/blocks'
import type { AxeResults, Result } from 'axe-core'
import {
  createElement as h,
  type ComponentProps,
  Fragment,
  useContext,
  useEffect,
  useState,
  useSyncExternalStore,
  type ReactElement,
} from 'react'
import { EVENT_ID } from 'storybook/actions'
import { STORY_FINISHED } from 'storybook/internal/core-events'
import { DarkContext } from './docs-container.ts'
import { storyCategory } from '../story-category.ts'
import { getRenderedStory, onStoryRendered } from './rendered-stories.ts'
import { findDeclaration, listSettableFields } from './manifest.ts'

type Story = ReturnType<ReturnType<typeof useDocs>['componentStories']>[number]

const useDocs = () => useContext(DocsContext)

/**
 * The documentation page of an element. It shows the element with its controls, a snippet, the events as they happen,
 * axe's findings for each story, and all stories.
 */
export function DocsPage(): ReactElement {
  const stories = useDocs()
    .componentStories()
    .filter(({ tags }) => tags.includes('autodocs'))
  const [primary, ...otherStories] = stories
  if (!primary) return h(Title, null)
  const tag = String(primary.component)
  const fields = listSettableFields(tag).map(({ name }) => name)
  const storyArgs = Object.entries(primary.argTypes)
    .filter(([, { table }]) => table?.category === storyCategory)
    .map(([name]) => name)
  const controls = [...fields, ...storyArgs]
  return h(
    Fragment,
    null,
    h(Title, null),
    h(Subtitle, null, `<${tag}>`),
    h(Description, { of: 'meta' }),
    h(StoryCanvas, { story: primary, isPrimary: true }),
    h(Heading, null, 'Snippet'),
    h(Snippet, { id: primary.id }),
    h(Heading, null, 'Controls'),
    h(Controls, { of: primary.moduleExport, include: controls }),
    h(Heading, null, 'Actions'),
    h(Actions, { tag }),
    h(Heading, null, 'Accessibility'),
    h(Accessibility, { stories }),
    otherStories.length > 0 ? h(Heading, null, 'Stories') : null,
    ...otherStories.map((story) =>
      h(
        Fragment,
        { key: story.id },
        h(Subheading, null, story.name),
        h('p', { className: 'aw-open' }, h('a', { href: `./?path=/story/${story.id}` }, 'Open and play this story')),
        h(Description, { of: story.moduleExport }),
        h(StoryCanvas, { story, isPrimary: false }),
      ),
    ),
    h(Heading, null, 'Attributes, events and styles'),
    h(Controls, { of: primary.moduleExport, exclude: controls }),
  )
}

/** Renders a story on a canvas. The page's controls affect only the primary story. */
const StoryCanvas = ({ story, isPrimary }: { story: Story; isPrimary: boolean }): ReactElement => {
  const snippet = useSnippet(story.id)
  const dark = useContext(DarkContext)
  return h(Canvas, {
    of: story.moduleExport,
    withToolbar: false,
    sourceState: isPrimary ? 'none' : 'hidden',
    source: { code: snippet, language: 'typescript', dark },
    story: { __primary: isPrimary, __forceInitialArgs: !isPrimary, inline: true },
  } as ComponentProps<typeof Canvas>)
}

const Snippet = ({ id }: { id: string }): ReactElement =>
  h(
    'div',
    { className: 'aw-snippet' },
    h(Source, { code: useSnippet(id), language: 'typescript', dark: useContext(DarkContext) }),
  )

const useSnippet = (id: string): string =>
  useSyncExternalStore(onStoryRendered, () => getRenderedStory(id)?.snippet ?? '')

/** The maximum number of events listed on the page. */
const maxEvents = 20

interface ListedEvent {
  readonly key: number
  readonly name: string
  readonly fields: string
}

/** Lists the events fired by the stories on this page, newest first. */
const Actions = ({ tag }: { tag: string }): ReactElement => {
  const { channel } = useDocs()
  const [events, setEvents] = useState<readonly ListedEvent[]>([])
  useEffect(() => {
    let count = 0
    const onEvent = ({ data }: { data: { name: string; args: unknown } }): void => {
      const event = { key: ++count, name: data.name, fields: formatFields(data.args) }
      setEvents((listed) => [event, ...listed].slice(0, maxEvents))
    }
    channel.on(EVENT_ID, onEvent)
    return () => channel.off(EVENT_ID, onEvent)
  }, [channel])
  const names = findDeclaration(tag)?.events?.map(({ name }) => name) ?? []
  if (names.length === 0) return h('p', null, 'The element has no events.')
  return h(
    'section',
    { className: 'aw-actions', 'aria-label': 'Actions' },
    events.length === 0
      ? h('p', null, 'Events appear here when you use the element.')
      : h(
          'ol',
          { reversed: true, role: 'log' },
          events.map(({ key, name, fields }) => h('li', { key }, h('code', null, name), ' ', fields)),
        ),
    events.length > 0 ? h('button', { type: 'button', onClick: () => setEvents([]) }, 'Clear') : null,
  )
}

/** Formats an event's fields on a single line. */
function formatFields(args: unknown): string {
  const visited = new WeakSet<object>()
  const text = JSON.stringify(Array.isArray(args) ? args[0] : args, (_, value: unknown) => {
    if (typeof value !== 'object' || value === null) return value
    if (visited.has(value)) return '…'
    visited.add(value)
    return value instanceof Node ? `<${value.nodeName.toLowerCase()}>` : value
  })
  return text.length > 200 ? `${text.slice(0, 199)}…` : text
}

interface CheckedStory {
  readonly name: string
  readonly violations: readonly Result[]
  readonly passedRuleCount: number
}

/** Shows axe's findings for each story on this page once all of them have rendered. */
const Accessibility = ({ stories }: { stories: readonly Story[] }): ReactElement => {
  const { channel } = useDocs()
  const [checked, setChecked] = useState<readonly CheckedStory[]>()
  useEffect(() => {
    const unfinished = new Set(stories.map(({ id }) => id))
    let isMounted = true
    const onFinished = ({ storyId }: { storyId: string }): void => {
      if (!unfinished.delete(storyId) || unfinished.size > 0) return
      void checkStories(stories, () => isMounted).then((results) => isMounted && setChecked(results))
    }
    channel.on(STORY_FINISHED, onFinished)
    return () => {
      isMounted = false
      channel.off(STORY_FINISHED, onFinished)
    }
  }, [channel, stories])
  if (!checked) return h('p', { role: 'status' }, 'Checking…')
  const count = checked.reduce((sum, { violations }) => sum + violations.length, 0)
  return h(
    'section',
    { className: 'aw-accessibility', 'aria-label': 'Accessibility', 'data-violations': count },
    h(
      'p',
      { role: 'status' },
      count === 0
        ? `axe found no violations in ${pluralize(checked.length, 'story', 'stories')}.`
        : `axe found ${pluralize(count, 'violation', 'violations')}.`,
    ),
    h(
      'table',
      null,
      h(
        'thead',
        null,
        h(
          'tr',
          null,
          ['Story', 'Rules passed', 'Violations'].map((text) => h('th', { key: text, scope: 'col' }, text)),
        ),
      ),
      h(
        'tbody',
        null,
        checked.map(({ name, violations, passedRuleCount }) =>
          h(
            'tr',
            { key: name },
            h('td', null, name),
            h('td', null, passedRuleCount),
            h('td', null, violations.length === 0 ? 'None' : violations.map(describeViolation)),
          ),
        ),
      ),
    ),
  )
}

/**
 * Rules that apply to entire pages. They are disabled because a story is only part of a page, and headings and
 * landmarks repeat on this page.
 */
const pageRules = [
  'heading-order',
  'landmark-banner-is-top-level',
  'landmark-complementary-is-top-level',
  'landmark-contentinfo-is-top-level',
  'landmark-main-is-top-level',
  'landmark-no-duplicate-banner',
  'landmark-no-duplicate-contentinfo',
  'landmark-no-duplicate-main',
  'landmark-unique',
  'region',
]

const pluralize = (count: number, singular: string, plural: string): string =>
  `${count} ${count === 1 ? singular : plural}`

const describeViolation = ({ id, impact, help, nodes }: Result): ReactElement =>
  h(
    'div',
    { key: id, className: 'aw-violation' },
    `${impact ?? 'minor'}: ${help} (${id}, ${nodes.map(({ target }) => target.flat().at(-1)).join(', ')})`,
  )

/** Checks the stories one at a time, because axe does not support concurrent runs. */
async function checkStories(stories: readonly Story[], isMounted: () => boolean): Promise<CheckedStory[]> {
  const { default: axe } = await import('axe-core')
  const checked: CheckedStory[] = []
  for (const { id, name } of stories) {
    const element = getRenderedStory(id)?.element
    if (!element?.isConnected || !isMounted()) continue
    const { violations, passes }: AxeResults = await axe.run(element, {
      resultTypes: ['violations'],
      rules: Object.fromEntries(pageRules.map((id) => [id, { enabled: false }])),
    })
    checked.push({ name, violations, passedRuleCount: passes.length })
  }
  return checked
}
