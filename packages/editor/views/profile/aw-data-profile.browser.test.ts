import { expect, fixture, html } from '@open-wc/testing'
import { sendKeys, setViewport } from '@web/test-runner-commands'
import { defineElements } from '../../define-elements.ts'
import { createTestDrift, createTestDeepFindings, createTestProfile, TestProfileSource } from '../../test-profile.ts'
import { getElement } from '../../test-pointer.ts'
import type { AwDataProfile } from './aw-data-profile.ts'
import { profileStrings } from './profile-strings.ts'

defineElements()

const getText = (element: Node | null | undefined): string =>
  (element?.textContent ?? '').replaceAll(/\s+/g, ' ').trim()
const inner = (element: AwDataProfile): ShadowRoot => element.shadowRoot!
const lines = (element: AwDataProfile): string[] => [...inner(element).querySelectorAll('.column')].map(getText)

async function settled(element: AwDataProfile, action?: unknown): Promise<void> {
  await action
  for (let turn = 0; turn < 3; turn++) {
    await new Promise((resolve) => setTimeout(resolve))
    await element.updateComplete
  }
}

async function mount(source: TestProfileSource): Promise<AwDataProfile> {
  const element = await fixture<AwDataProfile>(
    html`<aw-data-profile label="Orders" .source=${source}></aw-data-profile>`,
  )
  element.style.cssText = 'width: 960px; height: 640px'
  await settled(element)
  return element
}

describe('<aw-data-profile>', () => {
  beforeEach(() => setViewport({ width: 1000, height: 700 }))

  it('shows each column in one line: type, meaning, nulls, distinct values, distribution', async () => {
    const element = await mount(new TestProfileSource())
    expect(getText(getElement(element, '[role=status]'))).to.equal('12,480 rows · 6 columns')
    const [id, city, email, amount, ordered, paid] = lines(element)
    expect(id).to.equal('order_id integer ID No nulls unique 112,480')
    expect(city).to.contain('2.5% null').and.to.contain('9 distinct').and.to.contain('“Wien” in 40.1%')
    expect(email).to.contain('Email').and.to.contain('< 0.1% null').and.to.contain('about 8,912 distinct')
    expect(getElement(element, '[data-column=amount] .type').title).to.equal('DOUBLE')
    expect(amount).to.contain('decimal number').and.to.contain('-12.5').and.to.contain('9,800')
    expect(ordered).to.contain('2025-11-01').and.to.contain('2026-11-01')
    expect(paid).to.contain('“true” in 95.4%')
    expect(inner(element).querySelectorAll('[data-column=amount] .histogram rect')).to.have.length(20)
    expect(getElement(element, '[data-column=amount] .histogram').getAttribute('aria-label')).to.equal(
      'Histogram from -12.5 to 9,800',
    )
  })

  it('limits a long column name to two lines, next to its icon', async () => {
    const profile = createTestProfile()
    const [first] = profile.columns
    const name = 'very long column name '.repeat(9).trim()
    const element = await fixture<AwDataProfile>(
      html`<aw-data-profile .profile=${{ ...profile, columns: [{ ...first!, name }] }}></aw-data-profile>`,
    )
    element.style.cssText = 'width: 960px; height: 640px'
    await settled(element)
    const [label, sign] = ['.column .name', '.column .title svg'].map((selector) => getElement(element, selector))
    expect(label!.title).to.equal(name)
    expect(label!.getBoundingClientRect().height).to.be.below(50)
    expect(sign!.getBoundingClientRect().right).to.be.below(label!.getBoundingClientRect().left)
    expect(sign!.getBoundingClientRect().top).to.be.above(label!.getBoundingClientRect().top)
  })

  it('opens a column by press and keyboard, and moves between columns with the arrow keys', async () => {
    const element = await mount(new TestProfileSource())
    getElement(element, '[data-column=order_id]').focus()
    await sendKeys({ press: 'ArrowDown' })
    await settled(element, sendKeys({ press: 'Enter' }))
    const more = getElement(element, '.more')
    expect(getElement(element, '[data-column=city]').getAttribute('aria-expanded')).to.equal('true')
    expect(getText(more)).to.contain('Bregenz to Wien').and.to.contain('4 with leading or trailing spaces')
    expect(getText(more)).to.contain('3 to 24 characters, 11.4 on average').and.to.contain('Category, 95% confidence')
    expect(getText(more)).to.contain('Sankt Pölten 14.8%')
    await sendKeys({ press: 'End' })
    expect(inner(element).activeElement?.getAttribute('data-column')).to.equal('paid')
    await settled(element, getElement(element, '[data-column=amount]').click())
    expect(getText(inner(element)))
      .to.contain('Median 48')
      .and.to.contain('14 zeros, 2 negative')
  })

  it('runs the deep analysis on request, shows findings one by one, and keeps them when it is stopped', async () => {
    const source = new TestProfileSource()
    const element = await mount(source)
    getElement(element, '.deep').focus()
    await settled(element, sendKeys({ press: 'Enter' }))
    expect(inner(element).activeElement?.className).to.equal('stop')
    expect(source.requests[1]?.profile?.rows).to.equal(12_480)
    expect(getText(getElement(element, '[role=status]'))).to.equal('Finding keys (1 of 8)')
    expect(getText(getElement(element, '[part=findings]'))).to.contain('order_id is different in all 12,480 rows.')
    await settled(element, source.continueAnalysis())
    expect(getText(getElement(element, '[part=findings]')))
      .to.contain('2 findings')
      .and.to.contain('row 8129800.0')
    await settled(element, getElement(element, '.stop').click())
    expect(source.requests[1]?.signal?.aborted).to.equal(true)
    expect(getText(getElement(element, '[part=findings]')))
      .to.contain('2 findings')
      .and.to.contain('Stopped.')
    expect(inner(element).activeElement?.className).to.equal('deep')
    expect(getText(getElement(element, '.deep'))).to.equal('Run again')
  })

  it('reports the end of the deep analysis, with findings under headings', async () => {
    const source = new TestProfileSource()
    source.shouldPauseAfterFinding = false
    const element = await mount(source)
    const reported: number[] = []
    element.addEventListener('aw-profile', ({ findings }) => reported.push(findings.length))
    await settled(element, getElement(element, '.deep').click())
    expect(reported).to.deep.equal([4])
    expect([...inner(element).querySelectorAll('.kind h4')].map(getText)).to.deep.equal([
      'Keys1',
      'Near-duplicates1',
      'Outliers1',
      'Spellings1',
    ])
    expect(getText(getElement(element, '[part=findings]'))).to.contain('rows 14, 90294%differ in customer_email')
  })

  it('compares with a saved profile, and reports an invalid file', async () => {
    const element = await mount(new TestProfileSource())
    await settled(element, element.compareWith(JSON.stringify(createTestProfile()), 'october.profile.json'))
    expect(getText(getElement(element, '[part=drift] h3'))).to.equal('Changes since “october.profile.json”')
    expect([...inner(element).querySelectorAll('.changes li')].map(getText)).to.deep.equal([
      'Error discount is missing.',
      'Warning city has new values: “Wels”.',
      'Note paid is new (BOOLEAN).',
    ])
    await settled(element, element.compareWith('{"rows": 3}', 'other.json'))
    expect(getText(getElement(element, '[role=alert]'))).to.contain('“other.json” is not a profile.')
    expect(element.drift).to.not.equal(undefined)
  })

  it('explains a missing profile, and retries', async () => {
    const source = new TestProfileSource()
    source.failure = new Error('The table no longer exists.')
    const element = await mount(source)
    expect(getText(getElement(element, '[role=alert]'))).to.contain('could not be created: The table no longer exists.')
    source.failure = undefined
    await settled(element, getElement(element, '[role=alert] button').click())
    expect(lines(element)).to.have.length(6)
  })

  it('works without a source, with the host’s texts, and aborts when it is removed', async () => {
    const alone = await fixture<AwDataProfile>(
      html`<aw-data-profile
        .profile=${createTestProfile()}
        .findings=${createTestDeepFindings()}
        .drift=${createTestDrift()}
        .strings=${{ ...profileStrings, full: 'lückenlos' }}
      ></aw-data-profile>`,
    )
    await settled(alone)
    expect(lines(alone)[0]).to.contain('lückenlos')
    expect(inner(alone).querySelector('.deep')).to.equal(null)
    expect(getText(getElement(alone, '[part=findings]'))).to.contain('4 findings')
    const source = new TestProfileSource()
    const element = await mount(source)
    await settled(element, getElement(element, '.deep').click())
    element.remove()
    expect(source.requests[1]?.signal?.aborted).to.equal(true)
    const empty = await fixture<AwDataProfile>(html`<aw-data-profile></aw-data-profile>`)
    expect(getText(inner(empty).querySelector('.none'))).to.equal('No table to profile yet.')
  })

  it('is accessible in light and dark, wide and narrow, open and closed', async () => {
    const source = new TestProfileSource()
    source.shouldPauseAfterFinding = false
    const element = await mount(source)
    getElement(element, '[data-column=city]').click()
    getElement(element, '.deep').click()
    await settled(element, element.compareWith(JSON.stringify(createTestProfile()), 'october.json'))
    for (const theme of ['light', 'dark']) {
      element.setAttribute('theme', theme)
      for (const width of ['960px', '360px']) {
        element.style.width = width
        await settled(element)
        // Colors have transitions.
        await Promise.allSettled(
          inner(element)
            .getAnimations()
            .map(({ finished }) => finished),
        )
        await expect(element).to.be.accessible()
      }
    }
  })
})
