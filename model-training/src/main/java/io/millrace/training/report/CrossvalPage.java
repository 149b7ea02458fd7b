package io.millrace.training.report;

import io.millrace.training.crossval.CrossvalResult;
import java.util.List;

/** The page of the documentation about supervised tasks, in Markdown. Every figure comes from the results it is given. */
public final class CrossvalPage {

    private CrossvalPage() {}

    public static String markdown(List<CrossvalResult> results) {
        var sections = new StringBuilder();
        results.forEach(result -> sections.append(new CrossvalReport(result).markdown()));
        return """
                # Supervised tasks, cross-validated

                Written by `./millrace crossval --docs docs/crossval.md --folds %d%s`; no figure of a learner is typed by hand. Date %s,
                commit %s.

                How to read it:

                - Mean over the folds ± standard deviation. Precision, recall and F1 of two classes are the second one's, of several the mean over the classes.
                - Features are made by the code that the job has, of each row and the rows of its machine before it. Known states, class weights and baselines'
                  scales come from a fold's training rows alone. Nothing was tuned on these tables: %d trees, learning rate %s, depth %d.
                - The attention LSTM, where it is there, is a far smaller one than the standard: 30 rows, 32 units each way, 15 epochs on at most 3,000 windows.
                - The last two rows of each table are baselines. Where the trees do not beat them, they have learned nothing that a line or a constant
                  does not say; where the labels have nothing to do with the readings, all of them fail alike, and that is a finding about the data.
                %s""".formatted(
                        results.get(0).options().parts(),
                        results.get(0).options().network() ? " --detector xgboost,lightgbm,attention-lstm" : "",
                        RunProvenance.today(),
                        RunProvenance.commit(),
                        results.get(0).options().trees().trees(),
                        results.get(0).options().trees().learningRate(),
                        results.get(0).options().trees().depth(),
                        sections);
    }
}
