import { selectEvery, sizes } from '../../sizes.ts'
import { expect, setSaveData, test as base, workWithoutServer } from '../support/test.ts'
import { darkTasks, germanTasks, largeScreenTasks, phoneTasks } from './appearance-tasks.ts'
import { analystTasks, carelessTasks, developerTasks, keyboardTasks } from './building-tasks.ts'
import { people, type Person } from './people.ts'
import { operatorTasks, returningTasks } from './running-tasks.ts'
import type { TaskList } from './task.ts'
import { Visitor } from './visitor.ts'

const tasks: Readonly<Record<Person, TaskList>> = {
  analyst: analystTasks,
  operator: operatorTasks,
  developer: developerTasks,
  'keyboard only': keyboardTasks,
  phone: phoneTasks,
  German: germanTasks,
  dark: darkTasks,
  '4K': largeScreenTasks,
  careless: carelessTasks,
  'returning after a week': returningTasks,
}
const all = Object.entries(tasks).flatMap(([person, list]) =>
  Object.entries(list).map(([title, task]) => ({ person: person as Person, title, task })),
)

/** A browser with the window, language and theme of a person. */
const test = base.extend<{ person: Person }>({
  person: ['analyst', { option: true }],
  context: async ({ browser, policyProxy, person }, use) => {
    const context = await browser.newContext({
      viewport: { width: 1440, height: 900 },
      serviceWorkers: 'block',
      baseURL: policyProxy.url,
      ...people[person],
    })
    await context.addInitScript(setSaveData, true)
    await context.addInitScript(workWithoutServer)
    await use(context)
    await context.close()
  },
})

test('has 40 tasks of ten kinds of people', () => {
  expect(all).toHaveLength(40)
  expect(Object.values(tasks).map((list) => Object.keys(list).length)).toEqual(Array.from({ length: 10 }, () => 4))
})

for (const person of Object.keys(tasks) as Person[]) {
  test.describe(person, () => {
    test.use({ person })
    for (const { title, task } of selectEvery(all, sizes.taskEveryNth).filter((one) => one.person === person)) {
      test(title, async ({ page }) => {
        const visitor = new Visitor(page)
        await task.run(visitor)
        test.info().annotations.push({ type: 'actions', description: String(visitor.actions) })
        console.info(`${person}: ${title}: ${visitor.actions} actions`)
        expect(visitor.actions, 'actions').toBeLessThanOrEqual(task.maxActions)
      })
    }
  })
}
