import * as dagre from '@dagrejs/dagre';
import type { PlanStep } from '../../releases/plan.schema.ts';

export type Direction = 'LR' | 'TB';

export interface Point {
  readonly x: number;
  readonly y: number;
}

/** Places of a graph's nodes (their middle) and courses of its edges, in units of the drawing. */
export interface GraphLayout {
  readonly direction: Direction;
  readonly width: number;
  readonly height: number;
  readonly nodes: ReadonlyMap<string, Point>;
  readonly edges: readonly { readonly from: string; readonly to: string; readonly course: readonly Point[] }[];
}

/** What is used of dagre. Its declarations import without file extension, which TypeScript does not follow for Node. */
interface LayeredGraph {
  setGraph(label: object): void;
  setNode(id: string, label: object): void;
  setEdge(from: string, to: string, label: object): void;
  graph(): { readonly width?: number; readonly height?: number };
  node(id: string): Partial<Point>;
  edge(from: string, to: string): { readonly points?: readonly Point[] };
}
interface Layering {
  readonly Graph: new () => LayeredGraph;
  readonly layout: (graph: LayeredGraph) => void;
}

export const nodeSize = { width: 126, height: 90 };

/**
 * Lays the steps out in layers, each step after all that it waits for: from left to right, or from top to bottom where
 * the page is narrow. Edges that name a step of another plan are left out.
 *
 * @see Gansner, Koutsofios, North, Vo, "A technique for drawing directed graphs", IEEE TSE 19(3), 1993
 */
export function layoutOf(steps: readonly Pick<PlanStep, 'id' | 'runsAfter'>[], direction: Direction): GraphLayout {
  const { Graph, layout } = dagre as unknown as Layering;
  const graph = new Graph();
  const along = direction === 'LR' ? { nodesep: 22, ranksep: 26 } : { nodesep: 14, ranksep: 30 };
  graph.setGraph({ rankdir: direction, marginx: 6, marginy: 8, edgesep: 12, ...along });
  const known = new Set(steps.map(({ id }) => id));
  for (const { id } of steps) graph.setNode(id, { ...nodeSize });
  const joins = steps.flatMap(({ id, runsAfter }) =>
    runsAfter.flatMap(({ step }) => (known.has(step) ? [[step, id] as const] : [])),
  );
  for (const [from, to] of joins) graph.setEdge(from, to, {});
  layout(graph);
  const { width = 0, height = 0 } = graph.graph();
  return {
    direction,
    width: Math.ceil(width),
    height: Math.ceil(height),
    nodes: new Map(steps.map(({ id }) => [id, pointOf(graph.node(id))])),
    edges: joins.map(([from, to]) => {
      const { points = [] } = graph.edge(from, to);
      const ends = [portOf(graph.node(from), direction, 1), portOf(graph.node(to), direction, -1)] as const;
      return { from, to, course: [ends[0], ...points.slice(1, -1).map(pointOf), ends[1]] };
    }),
  };
}

/** Where an edge leaves a node, or arrives at it: the middle of the side that looks along the drawing. */
function portOf(node: Partial<Point>, direction: Direction, side: 1 | -1): Point {
  const { x, y } = pointOf(node);
  return direction === 'LR' ? { x: x + (side * nodeSize.width) / 2, y } : { x, y: y + (side * nodeSize.height) / 2 };
}

const pointOf = (point: Partial<Point>): Point => ({ x: round(point.x ?? 0), y: round(point.y ?? 0) });
const round = (value: number) => Math.round(value * 10) / 10;
