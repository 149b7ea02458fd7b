package io.millrace.training.trees;

import io.millrace.detection.tree.Tree;
import java.util.BitSet;

/** Walks a tree whose nodes have numbers, root, left, right, and refuses what is no tree. */
abstract class PreOrder {

    private final int number;
    private final int nodes;

    /**
     * @param number of the tree, for messages
     * @param nodes how many there are
     */
    PreOrder(int number, int nodes) {
        this.number = number;
        this.nodes = nodes;
    }

    abstract boolean isLeaf(int node);

    abstract int left(int node);

    abstract int right(int node);

    abstract void split(Tree.Builder to, int node);

    abstract void leaf(Tree.Builder to, int node);

    final Tree tree(int output) {
        var builder = new Tree.Builder(output);
        walk(0, builder, new BitSet(nodes));
        return builder.build();
    }

    private void walk(int node, Tree.Builder builder, BitSet seen) {
        if (node < 0 || node >= nodes || seen.get(node)) {
            throw new UnreadableTreesException("tree " + number + " is no tree: node " + node + " of " + nodes
                    + " is not there, or is reached twice");
        }
        seen.set(node);
        if (isLeaf(node)) {
            leaf(builder, node);
            return;
        }
        split(builder, node);
        walk(left(node), builder, seen);
        walk(right(node), builder, seen);
    }
}
