/** What a campaign promised and saw, as a file, and all such files as one page. Knows nothing of how it was done. */
package io.millrace.campaign.report;
