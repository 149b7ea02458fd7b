package io.millrace.deploy;

import java.util.regex.Pattern;

/** Names of images: a tag that says which, not one that moves. */
final class Images {

    private static final Pattern PINNED =
            Pattern.compile("[a-z0-9./-]+:(?!latest$)[A-Za-z]*\\d+\\.\\d+[A-Za-z0-9._-]*");

    private Images() {}

    static boolean isPinned(String image) {
        return PINNED.matcher(image).matches();
    }
}
