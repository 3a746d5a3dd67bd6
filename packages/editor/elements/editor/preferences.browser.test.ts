import { selectVariants } from '../../../../test/sizes.ts'
import { expect, fixtureCleanup } from '@open-wc/testing'
import { emulateMedia, executeServerCommand, resetMouse, setViewport } from '@web/test-runner-commands'
import { defineElements } from '../../define-elements.ts'
import { mountEditor, whenSettled, type MountedEditor } from '../../test-editor.ts'
import { getElement } from '../../test-pointer.ts'
import { findClippedText, getMinFontSize, findUnreachableControls } from '../../test-reach.ts'
import { mainJob } from '../../test-session.ts'

defineElements()

const root = document.documentElement

/** An editor as wide as the viewport, with settings of a node beside or over the canvas. */
async function mountAt(width: number): Promise<MountedEditor> {
  await setViewport({ width: width + 16, height: 840 })
  const mounted = await mountEditor(mainJob(), width)
  await whenSettled(mounted.editor.scrollIntoView())
  return mounted
}

async function openSettings({ editor, canvas }: MountedEditor): Promise<void> {
  await whenSettled(canvas.select(['prepare']))
  const sheet = [...editor.shadowRoot!.querySelectorAll<HTMLElement>('.toolbar button')].find(
    (button) => (button.getAttribute('aria-label') ?? button.textContent)?.trim() === editor.strings.settings,
  )
  await whenSettled(sheet?.click())
}

/** Small editors show the step list first. */
async function showCanvas({ editor }: MountedEditor): Promise<void> {
  editor.shadowRoot!.querySelector<HTMLElement>(`.toolbar [aria-label="${editor.strings.showCanvas}"]`)?.click()
  await whenSettled()
}

describe('preferences of users', () => {
  beforeEach(async () => {
    localStorage.removeItem('aw-results-height')
    await resetMouse()
  })

  afterEach(() => {
    fixtureCleanup()
    root.style.fontSize = ''
    root.dir = ''
  })

  for (const [width, size, dir] of selectVariants([
    [390, '100%', 'ltr'],
    [320, '100%', 'ltr'],
    [390, '100%', 'rtl'],
    [768, '100%', 'ltr'],
    [390, '200%', 'ltr'],
    [768, '200%', 'ltr'],
    [1440, '200%', 'ltr'],
    [1440, '200%', 'rtl'],
  ] as const)) {
    it(`every control can be pressed and no text is clipped at ${width} pixels with text at ${size}, ${dir}`, async () => {
      root.style.fontSize = size
      root.dir = dir
      const mounted = await mountAt(width)
      const { editor } = mounted
      const hostButton = document.createElement('button')
      hostButton.slot = 'toolbar-end'
      hostButton.textContent = 'Share'
      await whenSettled(editor.append(hostButton))
      expect(findUnreachableControls(editor), 'first view').to.deep.equal([])
      expect(findClippedText(editor), 'first view').to.deep.equal([])
      await showCanvas(mounted)
      expect(findUnreachableControls(editor), 'canvas').to.deep.equal([])
      await openSettings(mounted)
      const inspector = getElement(editor, 'aw-inspector')
      expect(findUnreachableControls(inspector), 'settings').to.deep.equal([])
      expect(findClippedText(editor), 'settings').to.deep.equal([])
    })
  }

  it('text follows the browser’s font size in every part', async () => {
    root.style.fontSize = '100%'
    const small = await mountAt(1440)
    await openSettings(small)
    const usual = getMinFontSize(small.editor)
    small.editor.remove()
    root.style.fontSize = '200%'
    const large = await mountAt(1440)
    await openSettings(large)
    expect(getMinFontSize(large.editor)).to.equal(usual * 2)
  })

  it('a small root font size of the page does not change the text size', async () => {
    root.style.fontSize = '62.5%'
    const { editor } = await mountAt(1440)
    expect(getComputedStyle(editor).fontSize).to.equal('13px')
  })

  it('nothing is animated with reduced motion', async () => {
    await emulateMedia({ reducedMotion: 'reduce' })
    const mounted = await mountAt(1200)
    const { editor, session, canvas } = mounted
    await session.runs.start()
    session.play({ type: 'node-started', node: 'load', attempt: 1, key: 'k' })
    await openSettings(mounted)
    getElement<HTMLElement>(editor, 'aw-palette', '[data-type=join]').click()
    await editor.updateComplete
    await canvas.updateComplete
    const moving = document
      .getAnimations()
      .filter((animation) => (animation.effect?.getComputedTiming().activeDuration ?? 0) !== 0)
      .map(({ effect }) => (effect as KeyframeEffect).target?.className)
    expect(moving).to.deep.equal([])
    expect(canvas.prefersReducedMotion).to.equal(true)
  })

  it('forced colors are used everywhere, and states differ without color', async () => {
    await executeServerCommand('aw-forced-colors', 'active')
    const mounted = await mountAt(1200)
    await openSettings(mounted)
    const { editor, canvas } = mounted
    const system = (name: string): string => {
      const probe = document.createElement('i')
      probe.style.color = name
      document.body.append(probe)
      const { color } = getComputedStyle(probe)
      probe.remove()
      return color
    }
    const allowed = new Set(['Canvas', 'CanvasText', 'Highlight', 'HighlightText', 'GrayText', 'ButtonText', 'ButtonFace', 'Field', 'FieldText', 'LinkText'].map(system)) // oxfmt-ignore
    const theme = canvas.theme!
    const otherColors = [theme.canvas, theme.surface, theme.text, theme.border, ...Object.values(theme.tones)].filter(
      (color) => !allowed.has(color),
    )
    expect(otherColors).to.deep.equal([])
    const primary = getComputedStyle(getElement(editor, 'aw-run-bar', '.primary'))
    expect([allowed.has(primary.color), allowed.has(primary.backgroundColor)]).to.deep.equal([true, true])
    expect(primary.color).not.to.equal(primary.backgroundColor)
    await executeServerCommand('aw-forced-colors', 'none')
  })
})
