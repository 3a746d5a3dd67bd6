import { randomNumbers } from './random-numbers.ts'

const words = 'alder birch cedar dogwood elm fir ginkgo hazel ivy juniper larch maple oak pine rowan spruce'.split(' ')

/** Creates a table with 20 columns of various kinds, with systematic errors in some and typos in all. */
export function createLargeTable(rows: number): { header: string[]; rows: string[][] } {
  const random = randomNumbers(20)
  const integer = (max: number): number => Math.floor(random.next() * max)
  const shops = Array.from({ length: 400 }, (_, index) => ({
    id: String(1000 + index),
    name: `${random.pick(words)} ${random.pick(words)} ${index}`,
    town: `${random.pick(words)}ton`,
    code: String(10000 + integer(90000)),
    region: random.pick(words),
  }))
  const products = Array.from({ length: 3000 }, (_, index) => ({
    id: `P-${10000 + index}`,
    name: `${random.pick(words)} ${index}`,
    price: (integer(9000) / 100).toFixed(2),
  }))
  const header =
    'order day time shop shop_name town code region product product_name price amount weight share status kind note customer latitude longitude'.split(
      ' ',
    )
  return {
    header,
    rows: Array.from({ length: rows }, (_, row) => {
      const shop = random.pick(shops)
      const product = random.pick(products)
      const cells = [
        String(500000 + row),
        `20${10 + integer(14)}-${String(1 + integer(12)).padStart(2, '0')}-${String(1 + integer(28)).padStart(2, '0')}`,
        `${integer(24)}:${String(integer(60)).padStart(2, '0')}`,
        shop.id,
        shop.name,
        shop.town,
        shop.code,
        shop.region,
        product.id,
        product.name,
        product.price,
        String(1 + integer(40)),
        `${integer(500) / 10}${random.pick([' kg', ' kg.', 'kg', ' kilograms'])}`,
        (random.next() / 2).toFixed(3),
        random.pick(['paid', 'open', 'PAID', 'sent']),
        random.pick(words),
        random.chance(0.7) ? '' : `${random.pick(words)} ${random.pick(words)} ${random.pick(words)}`,
        `c${integer(20000)}`,
        (45 + 5 * random.next()).toFixed(4),
        (7 + 5 * random.next()).toFixed(4),
      ]
      if (random.chance(0.01)) cells[4] = random.pick(shops).name
      if (random.chance(0.02)) cells[integer(20)] = random.pick(['N/A', '', '-', 'x'])
      return cells
    }),
  }
}
