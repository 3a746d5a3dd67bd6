/** Registers elements by their names, and leaves names that are taken as they are. */
export function registerElements(
  elements: Readonly<Record<string, CustomElementConstructor>>,
  registry: CustomElementRegistry,
): void {
  for (const [name, element] of Object.entries(elements)) {
    if (!registry.get(name)) registry.define(name, element)
  }
}
