/** Defines custom elements, keyed by tag name. Skips names that are already defined. */
export function registerElements(
  elements: Readonly<Record<string, CustomElementConstructor>>,
  registry: CustomElementRegistry,
): void {
  for (const [name, element] of Object.entries(elements)) {
    if (!registry.get(name)) registry.define(name, element)
  }
}
