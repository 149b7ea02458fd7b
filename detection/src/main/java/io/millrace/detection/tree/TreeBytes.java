package io.millrace.detection.tree;

import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;

/**
 * The binary form of trees, little-endian: version, family, link (a byte each), features, outputs, trees (ints), base margins (doubles), then each
 * tree: output and nodes (ints), and its nodes in pre-order. A split is feature (short), threshold (double), treatment of missing values
 * (byte), cover (float): 15 bytes; a leaf is −1 (short), value (double), cover (float): 14 bytes. Children need no addresses.
 */
final class TreeBytes {

    private static final byte VERSION = 1;
    private static final int HEADER = 3 + 3 * Integer.BYTES;
    private static final short LEAF = -1;
    private static final int LEAF_BYTES = Short.BYTES + Double.BYTES + Float.BYTES;
    private static final int SPLIT_BYTES = LEAF_BYTES + 1;

    private TreeBytes() {}

    static byte[] encode(TreeEnsemble ensemble) {
        int length = HEADER + Double.BYTES * ensemble.outputs();
        for (int t = 0; t < ensemble.trees(); t++) {
            int leaves = (ensemble.tree(t).nodes() + 1) / 2;
            length += 2 * Integer.BYTES + leaves * LEAF_BYTES + (leaves - 1) * SPLIT_BYTES;
        }
        ByteBuffer out = ByteBuffer.allocate(length).order(ByteOrder.LITTLE_ENDIAN);
        out.put(VERSION)
                .put((byte) ensemble.family().ordinal())
                .put((byte) ensemble.link().ordinal())
                .putInt(ensemble.features())
                .putInt(ensemble.outputs())
                .putInt(ensemble.trees());
        for (int k = 0; k < ensemble.outputs(); k++) {
            out.putDouble(ensemble.base(k));
        }
        for (int t = 0; t < ensemble.trees(); t++) {
            put(ensemble.tree(t), out);
        }
        return out.array();
    }

    private static void put(Tree tree, ByteBuffer out) {
        out.putInt(tree.output()).putInt(tree.nodes());
        for (int node = 0; node < tree.nodes(); node++) {
            out.putShort(tree.isLeaf(node) ? LEAF : (short) tree.feature(node)).putDouble(tree.number(node));
            if (!tree.isLeaf(node)) {
                out.put((byte) tree.missing(node).ordinal());
            }
            out.putFloat(tree.cover(node));
        }
    }

    static TreeEnsemble decode(byte[] bytes) {
        ByteBuffer in = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
        try {
            TreeEnsemble ensemble = decode(in);
            if (in.hasRemaining()) {
                throw new IllegalArgumentException("the trees end after " + in.position() + " bytes, found "
                        + bytes.length + ": the model is damaged, export it again");
            }
            return ensemble;
        } catch (BufferUnderflowException e) {
            throw new IllegalArgumentException(
                    "the trees break off after " + bytes.length + " bytes: the model is damaged, export it again", e);
        }
    }

    private static TreeEnsemble decode(ByteBuffer in) {
        byte version = in.get();
        if (version != VERSION) {
            throw new IllegalArgumentException("trees of form " + version
                    + " are not known to this release, which reads form " + VERSION + ": upgrade Millrace");
        }
        TreeFamily family = known("family of trees", in.get(), TreeFamily.values());
        Link link = known("link of trees", in.get(), Link.values());
        int features = in.getInt();
        int outputs = count("outputs", in.getInt(), Double.BYTES, in);
        int trees = count("trees", in.getInt(), 2 * Integer.BYTES + LEAF_BYTES, in);
        var base = new double[outputs];
        for (int k = 0; k < outputs; k++) {
            base[k] = in.getDouble();
        }
        List<Tree> all = new ArrayList<>(trees);
        for (int t = 0; t < trees; t++) {
            all.add(tree(in));
        }
        return new TreeEnsemble(family, link, features, base, all);
    }

    private static Tree tree(ByteBuffer in) {
        var builder = new Tree.Builder(in.getInt());
        int nodes = count("nodes", in.getInt(), LEAF_BYTES, in);
        for (int node = 0; node < nodes; node++) {
            short feature = in.getShort();
            double number = in.getDouble();
            if (feature == LEAF) {
                builder.leaf(number, in.getFloat());
            } else {
                Missing missing = Missing.of(in.get());
                builder.split(feature, number, missing, in.getFloat());
            }
        }
        return builder.build();
    }

    private static <T> T known(String what, byte ordinal, T[] all) {
        if (ordinal < 0 || ordinal >= all.length) {
            throw new IllegalArgumentException(what + " number " + ordinal
                    + " is not known to this release, which knows " + all.length + ": upgrade Millrace");
        }
        return all[ordinal];
    }

    /** A count that the bytes that follow can hold: a damaged one must not ask for gigabytes. */
    private static int count(String what, int count, int bytesEach, ByteBuffer in) {
        if (count < 0 || (long) count * bytesEach > in.remaining()) {
            throw new IllegalArgumentException("the trees say " + count + " " + what + ", " + in.remaining()
                    + " bytes cannot hold them: the model is damaged, export it again");
        }
        return count;
    }
}
