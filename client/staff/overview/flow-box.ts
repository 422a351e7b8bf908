/** One box of the flow diagram: its first line is what it counts, the rest say of what it is made. */
export interface FlowBox {
  id: string;
  head: string;
  n: number;
  lines: { label: string; n: number }[];
}

export interface FlowBoxes {
  assessed: FlowBox;
  /** Beside the way from those assessed to those drawn. */
  aside: FlowBox[];
  drawn: FlowBox;
  branches: FlowBox[][];
}
