import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { buildStepGraph, type GraphStep, type StepGraph } from '../src/scopes/step-graph.js';

function graph(steps: Readonly<Record<string, readonly string[]>>): StepGraph {
  const built = buildStepGraph(Object.entries(steps).map(([name, dependencies]) => ({ name, dependencies })));
  if (!built.ok) throw new Error(built.problems[0]?.message);
  return built.value;
}

describe('3.2: the step graph', () => {
  it('keeps the order of the template where it is valid', () => {
    expect(graph({ A: [], B: ['A'], C: [], D: ['B', 'C'] }).order).toEqual(['A', 'B', 'C', 'D']);
  });

  it('moves a dependency up to the first step that needs it', () => {
    expect(graph({ A: ['C'], B: [], C: ['D'], D: [] }).order).toEqual(['D', 'C', 'A', 'B']);
  });

  it('tells levels, dependencies, dependents and everything that a step needs', () => {
    const steps = graph({
      Render: [],
      Denoise: ['Render'],
      Audio: [],
      Mux: ['Denoise', 'Audio'],
      Mail: ['Mux', 'Mux'],
    });
    expect(steps.levels).toEqual([['Render', 'Audio'], ['Denoise'], ['Mux'], ['Mail']]);
    expect(steps.dependenciesOf('Mux')).toEqual(['Denoise', 'Audio']);
    expect(steps.dependentsOf('Mux')).toEqual(['Mail']);
    expect(steps.dependentsOf('Mail')).toEqual([]);
    expect(steps.withDependencies('Mux')).toEqual(['Render', 'Denoise', 'Audio', 'Mux']);
    expect(steps.withDependencies('Nothing')).toEqual([]);
  });

  it('tells a cycle as a path', () => {
    const steps = [
      { name: 'Start', dependencies: [] },
      { name: 'A', dependencies: ['Start', 'C'] },
      { name: 'B', dependencies: ['A'] },
      { name: 'C', dependencies: ['B'] },
    ];
    expect(buildStepGraph(steps)).toMatchObject({
      ok: false,
      problems: [
        {
          code: 'DEPENDENCY_CYCLE',
          message: 'Steps depend on each other in a circle: "A" -> "C" -> "B" -> "A"',
          path: ['steps', 1, 'dependencies'],
        },
      ],
    });
    expect(buildStepGraph([{ name: 'A', dependencies: ['A'] }])).toMatchObject({
      problems: [{ message: 'Steps depend on each other in a circle: "A" -> "A"' }],
    });
  });

  it('tells each unknown dependency', () => {
    expect(buildStepGraph([{ name: 'A', dependencies: ['X', 'A2'] }])).toMatchObject({
      ok: false,
      problems: [
        { code: 'UNKNOWN_STEP', path: ['steps', 0, 'dependencies', 0, 'dependsOn'] },
        { code: 'UNKNOWN_STEP', path: ['steps', 0, 'dependencies', 1, 'dependsOn'] },
      ],
    });
  });

  it('sorts a chain of 100,000 steps that is written backwards', () => {
    const count = 100_000;
    const steps: GraphStep[] = Array.from({ length: count }, (_, i) => ({
      name: `S${i}`,
      dependencies: i + 1 < count ? [`S${i + 1}`] : [],
    }));
    const built = buildStepGraph(steps);
    if (!built.ok) throw new Error('unexpected');
    expect(built.value.order[0]).toBe(`S${count - 1}`);
    expect(built.value.levels).toHaveLength(count);
  });

  it('puts every step after what it depends on, once', () => {
    const edges = fc.array(fc.tuple(fc.nat(14), fc.nat(14)), { maxLength: 40 });
    fc.assert(
      fc.property(edges, fc.shuffledSubarray([...Array(15).keys()], { minLength: 15 }), (pairs, names) => {
        // Edges go from a later to an earlier number, so there is no cycle; names shuffle the template's order.
        const steps = names.map((number) => ({
          name: `S${number}`,
          dependencies: [
            ...new Set(
              pairs.filter(([a, b]) => Math.max(a, b) === number && a !== b).map(([a, b]) => `S${Math.min(a, b)}`),
            ),
          ],
        }));
        const built = buildStepGraph(steps);
        if (!built.ok) throw new Error(built.problems[0]?.message);
        const { order, levels } = built.value;
        expect([...order].sort()).toEqual(steps.map(({ name }) => name).sort());
        expect(levels.flat().sort()).toEqual([...order].sort());
        for (const { name, dependencies } of steps) {
          for (const dependency of dependencies) expect(order.indexOf(dependency)).toBeLessThan(order.indexOf(name));
        }
      }),
    );
  });
});
