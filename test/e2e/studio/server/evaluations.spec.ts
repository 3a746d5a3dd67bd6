import { openModelServer } from '../../../../packages/agents/language-model/test-model-server.ts'
import { axeFindings } from '../../support/axe-findings.ts'
import { startPolicyProxy } from '../../support/policy-proxy.ts'
import { startRealServer } from '../../support/real-server.ts'
import { expect, test } from '../../support/test.ts'

const cases = [
  { name: 'Capital', input: 'Capital of France?', expected: 'Paris', compare: 'contains' },
  { name: 'Sum', input: 'What is 3 + 4?', expected: 7, compare: 'number' },
]

test('a model agent is evaluated, and two of its versions are compared case by case', async ({ page }) => {
  const models = await openModelServer('first', ({ messages }) => {
    const text = JSON.stringify(messages)
    if (text.includes('France')) return { says: text.includes('Think.') ? 'It is Paris.' : 'It is Lyon.' }
    return { says: '7' }
  })
  const server = await startRealServer(undefined, { AW_ALLOW_HOSTS: new URL(models.address).host })
  const proxy = await startPolicyProxy(server.url)
  const send = async (method: string, path: string, body: object): Promise<{ id: string }> => {
    const response = await fetch(new URL(path, server.url), {
      method,
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body),
    })
    expect(response.ok, await response.clone().text()).toBe(true)
    return (await response.json()) as { id: string }
  }
  await send('PUT', '/api/v1/config', { llm_models: [{ id: 'small', address: models.address }], default_llm: 'small' })
  const agent = { name: 'Quiz', type: 'agent', system_prompt: 'Guess.' }
  const { id } = await send('POST', '/api/v1/agents', agent)

  await page.addInitScript(() => localStorage.setItem('aw-studio-server', location.origin))
  await page.goto(`${proxy.url}/agents`)
  await page.getByRole('link', { name: 'Evaluations' }).click()
  await expect(page.getByText('Start the first one.')).toBeVisible()
  await page.getByRole('button', { name: 'New evaluation' }).click()
  const form = page.getByTestId('evaluation-form')
  await form.getByLabel('Model agent or workflow').selectOption('Quiz')
  await form.getByLabel('Name (optional)').fill('Quiz of today')
  await form.getByLabel('JSON', { exact: true }).check()
  await form.getByLabel('Cases (JSON array)').fill('{}')
  await form.getByRole('button', { name: 'Start evaluation' }).click()
  await expect(form).toContainText('Enter valid JSON')
  await form.getByLabel('Enter cases').check()
  await form.getByRole('button', { name: 'Add case' }).click()
  const entered = form.getByTestId('entered-case')
  for (const [index, { input, expected, compare }] of cases.entries()) {
    await entered.nth(index).getByLabel('Input').fill(input)
    await entered.nth(index).getByLabel('A case passes').selectOption(compare)
    await entered.nth(index).getByLabel('Expected answer (optional)').fill(String(expected))
  }
  expect(await axeFindings(page, 'evaluation form')).toEqual([])
  await form.getByRole('button', { name: 'Start evaluation' }).click()

  await expect(page.getByRole('heading', { name: 'Quiz of today' })).toBeVisible()
  const summary = page.getByTestId('evaluation-summary')
  await expect(summary.getByTestId('evaluation-score')).toHaveText('50%')
  await expect(summary).toContainText('2 of 2 cases finished')
  // The price of the model is unknown, which is not a cost of 0.
  await expect(summary).toContainText('2 requests with an unknown price')
  const rows = page.getByTestId('evaluation-cases').locator('tbody tr')
  await expect(rows).toHaveCount(2)
  await page.getByLabel('Failed cases only').check()
  await expect(rows).toHaveCount(1)
  await expect(rows).toContainText('It is Lyon.')
  await expect(rows).toContainText('The answer does not contain "Paris".')
  await expect(rows.getByRole('link', { name: 'Open run' })).toHaveAttribute('href', /^\/runs\//)

  await send('PUT', `/api/v1/agents/${id}`, { ...agent, system_prompt: 'Think.' })
  await summary.getByRole('button', { name: 'Run again with current version' }).click()
  const comparison = page.getByTestId('evaluation-comparison')
  await expect(comparison).toContainText('1 case improved · 0 cases regressed')
  await expect(page.getByTestId('evaluation-other')).toContainText('Version 2')
  const changed = comparison.locator('tbody tr').filter({ hasText: 'Capital' })
  await expect(changed).toContainText('It is Lyon.')
  await expect(changed).toContainText('It is Paris.')
  await expect(changed).toContainText('Improved')
  // On a phone, each case is a card with the titles of the columns.
  const size = page.viewportSize()!
  await page.setViewportSize({ width: 390, height: 844 })
  const outcome = (await changed.getByText('Improved').boundingBox())!
  expect(outcome.x + outcome.width).toBeLessThanOrEqual(390)
  await page.setViewportSize(size)
  await summary.getByLabel('Compare with').selectOption('')
  await expect(page.getByTestId('evaluation-cases')).toBeVisible()

  const localized = await page.context().newPage()
  await localized.addInitScript(() => localStorage.setItem('aw-studio-server', location.origin))
  await localized.addInitScript(() => localStorage.setItem('aw-studio-language', 'de'))
  await localized.goto(`${proxy.url}/${new URL(page.url()).pathname.slice(1)}`)
  await expect(localized.getByTestId('evaluation-cases')).toContainText('Die Antwort enthält "Paris" nicht.')
  await localized.close()

  await page.getByRole('link', { name: 'All evaluations' }).click()
  await expect(page.getByTestId('evaluation-item')).toHaveCount(2)
  // The earlier evaluation is the first one in a comparison, whichever page is open.
  await page.getByTestId('evaluation-item').first().getByRole('link').click()
  await summary.getByLabel('Compare with').selectOption({ index: 1 })
  await expect(comparison).toContainText('1 case improved · 0 cases regressed')
  await expect(page.getByTestId('evaluation-other')).toContainText('Version 1')
  await page.getByRole('link', { name: 'All evaluations' }).click()
  await page.getByTestId('evaluation-item').last().getByRole('link').click()
  await summary.getByRole('button', { name: 'Delete' }).click()
  await summary.getByRole('button', { name: 'Delete' }).click()
  await expect(page.getByTestId('evaluation-item')).toHaveCount(1)
  await page.close()
  await proxy.close()
  await server.stop()
  await models.close()
})
